package io.snapwarden.bench.engines;

import dev.cel.runtime.Program;
import io.snapwarden.bench.Workload;
import io.snapwarden.event.SnapshotWrite;
import java.util.List;
import java.util.Map;

/** CEL with a program for each rule, tried in order until one allows; the caller comes first. */
final class CelEngine implements Engine {

  private final List<Program> programs;

  CelEngine(Workload workload) {
    Cel cel = new Cel();
    programs = workload.rules().parallelStream().map(cel::ofRule).toList();
  }

  @Override
  public boolean allowed(SnapshotWrite write) {
    Map<String, Object> variables =
        Map.of(
            "caller", write.caller().application().toString(),
            "target", write.target().key(),
            "at", write.at().toEpochMilli());
    for (Program program : programs) {
      if (Cel.allows(program, variables)) {
        return true;
      }
    }
    return false;
  }
}
