package io.snapwarden.bench.engines;

import dev.cel.runtime.Program;
import io.snapwarden.bench.Workload;
import io.snapwarden.bench.Workload.Rule;
import io.snapwarden.event.Guid;
import io.snapwarden.event.SnapshotWrite;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * CEL with the programs of each caller in a hash map; they need not compare the caller any more. A
 * caller without rules is refused by the map alone.
 */
final class CelByCaller implements Engine {

  private final Map<Guid, List<Program>> programs = new HashMap<>();

  CelByCaller(Workload workload) {
    List<Rule> rules = workload.rules();
    Cel cel = new Cel();
    List<Program> ofRules = rules.parallelStream().map(cel::ofCaller).toList();
    for (int i = 0; i < rules.size(); i++) {
      programs
          .computeIfAbsent(Guid.of(rules.get(i).caller()), caller -> new ArrayList<>(1))
          .add(ofRules.get(i));
    }
  }

  @Override
  public boolean allowed(SnapshotWrite write) {
    List<Program> ofCaller = programs.get(write.caller().application());
    if (ofCaller == null) {
      return false;
    }
    Map<String, Object> variables =
        Map.of("target", write.target().key(), "at", write.at().toEpochMilli());
    for (Program program : ofCaller) {
      if (Cel.allows(program, variables)) {
        return true;
      }
    }
    return false;
  }
}
