package dev.tidemark.benchmarks.kafkaconnect;

import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.apache.kafka.common.utils.Time;
import org.apache.kafka.connect.connector.policy.AllConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.connector.policy.ConnectorClientConfigOverridePolicy;
import org.apache.kafka.connect.json.JsonConverter;
import org.apache.kafka.connect.json.JsonConverterConfig;
import org.apache.kafka.connect.runtime.Herder.Created;
import org.apache.kafka.connect.runtime.Worker;
import org.apache.kafka.connect.runtime.WorkerConfig;
import org.apache.kafka.connect.runtime.isolation.Plugins;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorInfo;
import org.apache.kafka.connect.runtime.rest.entities.ConnectorStateInfo;
import org.apache.kafka.connect.runtime.standalone.StandaloneConfig;
import org.apache.kafka.connect.runtime.standalone.StandaloneHerder;
import org.apache.kafka.connect.storage.Converter;
import org.apache.kafka.connect.storage.FileOffsetBackingStore;
import org.apache.kafka.connect.util.FutureCallback;

/** A worker as Connect's standalone mode has it, without the REST server. Not thread-safe. */
final class StandaloneWorker {
  private static final int PATIENCE_SECONDS = 60;
  private static final String FAILED = "FAILED";

  private final StandaloneHerder herder;

  /**
   * Starts one, which stays until the process ends.
   *
   * @param folder where it may keep a file
   */
  StandaloneWorker(String bootstrap, String folder) {
    Map<String, String> settings = new HashMap<>();
    settings.put(WorkerConfig.BOOTSTRAP_SERVERS_CONFIG, bootstrap);
    settings.put(
        WorkerConfig.KEY_CONVERTER_CLASS_CONFIG,
        "org.apache.kafka.connect.converters.ByteArrayConverter");
    settings.put(WorkerConfig.VALUE_CONVERTER_CLASS_CONFIG, JsonConverter.class.getName());
    settings.put(WorkerConfig.OFFSET_COMMIT_INTERVAL_MS_CONFIG, "10000");
    settings.put(StandaloneConfig.OFFSET_STORAGE_FILE_FILENAME_CONFIG, folder + "/connect-offsets");
    Plugins plugins = new Plugins(settings);
    plugins.compareAndSwapWithDelegatingLoader();
    StandaloneConfig config = new StandaloneConfig(settings);
    ConnectorClientConfigOverridePolicy policy = new AllConnectorClientConfigOverridePolicy();
    FileOffsetBackingStore offsets = new FileOffsetBackingStore(internalConverter());
    offsets.configure(config);
    Worker worker = new Worker("benchmark", Time.SYSTEM, plugins, config, offsets, policy);
    herder = new StandaloneHerder(worker, config.kafkaClusterId(), policy);
    herder.start();
  }

  private static Converter internalConverter() {
    JsonConverter converter = new JsonConverter();
    converter.configure(Map.of(JsonConverterConfig.SCHEMAS_ENABLE_CONFIG, "false"), true);
    return converter;
  }

  void create(String connector, Map<String, String> settings) throws Exception {
    FutureCallback<Created<ConnectorInfo>> created = new FutureCallback<>();
    herder.putConnectorConfig(connector, settings, false, created);
    created.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  void delete(String connector) throws Exception {
    FutureCallback<Created<ConnectorInfo>> deleted = new FutureCallback<>();
    herder.deleteConnectorConfig(connector, deleted);
    deleted.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
  }

  /**
   * Looks whether it still runs.
   *
   * @throws IllegalStateException if it has failed, or one of its tasks
   */
  void checkRunning(String connector) {
    ConnectorStateInfo state = herder.connectorStatus(connector);
    check(state.connector());
    state.tasks().forEach(StandaloneWorker::check);
  }

  private static void check(ConnectorStateInfo.AbstractState state) {
    if (state.state().equals(FAILED)) {
      throw new IllegalStateException("Kafka Connect has failed: " + state.trace());
    }
  }
}
