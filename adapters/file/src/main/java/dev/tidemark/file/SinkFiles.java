package dev.tidemark.file;

/** What a sink keeps beside its target. */
record SinkFiles(SinkFolder folder, SidecarFile sidecar, LetterPart letters) {

  static SinkFiles of(SinkFolder folder, Sidecar.Stage stage) {
    return new SinkFiles(folder, new SidecarFile(folder, stage), new LetterPart(folder));
  }
}
