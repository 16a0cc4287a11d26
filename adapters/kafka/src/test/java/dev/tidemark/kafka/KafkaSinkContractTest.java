package dev.tidemark.kafka;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.tidemark.connector.Sink;
import dev.tidemark.contract.ReplayContract;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.ConsumerRecord;

class KafkaSinkContractTest extends ReplayContract {

  private static final ObjectMapper JSON = new ObjectMapper();

  private String topic = Topics.name("sink");

  @Override
  protected Sink.Transactional newSink() {
    return (Sink.Transactional)
        new KafkaSinkType()
            .open(Topics.context(SinkSettings.SETTINGS, Map.of("topic", topic), false));
  }

  @Override
  protected List<List<Object>> rows() throws Exception {
    List<List<Object>> rows = new ArrayList<>();
    if (exists()) {
      for (ConsumerRecord<byte[], byte[]> each : Topics.read(topic)) {
        JsonNode tree = JSON.readTree(each.value());
        rows.add(List.of(tree.get("id").asLong(), tree.get("name").asText()));
      }
    }
    rows.sort(Comparator.comparing(row -> (Long) row.get(0)));
    return rows;
  }

  @Override
  protected boolean exists() throws Exception {
    try (Admin admin = Topics.admin()) {
      return admin.listTopics().names().get().contains(topic);
    }
  }

  @Override
  protected void reset() {
    topic = Topics.name("sink");
  }
}
