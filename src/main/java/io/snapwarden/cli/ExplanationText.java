package io.snapwarden.cli;

import io.snapwarden.event.SnapshotWrite;
import io.snapwarden.incident.AllowSnippet;
import io.snapwarden.policy.AllowRule;
import io.snapwarden.policy.DecisionJson;
import io.snapwarden.policy.Explanation;
import io.snapwarden.policy.Mode;
import io.snapwarden.policy.RemediationChoice;
import io.snapwarden.policy.Verdict;
import io.snapwarden.policy.ViolationCode;
import io.snapwarden.remediation.RemediationSpec;
import io.snapwarden.remediation.playbook.RemediationSpecs;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** An explanation for people: a tree below the line that says the verdict. */
record ExplanationText(Explanation explanation, Mode cap) {

  private static final RemediationSpecs SPECS = new RemediationSpecs();

  List<String> lines() {
    Tree tree = new Tree("");
    SnapshotWrite write = explanation.write();
    tree.add(
        "caller: "
            + DecisionText.caller(
                DecisionJson.of(write, explanation.verdict()).getAsJsonObject("caller"),
                write.caller().name()));
    tree.add("target: " + write.target().text());
    tree.add("when: " + write.at() + from(write));
    if (write.attempt()) {
      tree.add("nothing was written: it failed or was cancelled, and gets a ticket at the most");
    }
    before(tree);
    if (explanation.before().isEmpty()) {
      rules(tree.add(rulesTitle()));
    }
    explanation
        .verdict()
        .fold(
            allowed -> tree.add("allowed by " + allowed.rule() + ": nothing is done"),
            violation -> {
              responses(tree.add("responses, the first that fits:"));
              consequences(tree, violation);
              return cure(tree, violation);
            });
    return tree.lines();
  }

  private static String from(SnapshotWrite write) {
    return write.clientAddress() == null
        ? ", from an address that the event does not tell"
        : ", from " + write.clientAddress();
  }

  private void before(Tree tree) {
    if (explanation.before().isEmpty()) {
      tree.add("nothing forbids to ask the rules");
    } else {
      String codes = String.join(", ", ViolationCode.texts(explanation.before()));
      tree.add("no rule is asked: " + codes).add(explanation.verdict().reason());
    }
  }

  private String rulesTitle() {
    return explanation.rules().isEmpty()
        ? "rules: none names the caller, and none covers the target"
        : "rules that name the caller or cover the target:";
  }

  private void rules(Tree tree) {
    for (Explanation.RuleTrace trace : explanation.rules()) {
      boolean nearest = trace.rule().equals(explanation.nearest());
      tree.add(
          trace.rule().id()
              + (trace.allows() ? nearest ? " allows it" : " would allow it, too" : "")
              + (nearest && !trace.allows() ? " (comes nearest)" : "")
              + ": "
              + String.join(", ", conditions(trace)));
    }
  }

  /** In the order in which they are asked, up to the one where the rule stops. */
  private List<String> conditions(Explanation.RuleTrace trace) {
    AllowRule rule = trace.rule();
    List<String> conditions = new ArrayList<>();
    conditions.add(trace.callerNamed() ? "names the caller" : "does not name the caller");
    conditions.add(trace.targetCovered() ? "covers the target" : "does not cover the target");
    if (trace.callerNamed() && trace.targetCovered()) {
      if (rule.notBefore() != null || rule.until() != null) {
        conditions.add((trace.holds() ? "holds then" : "does not hold then") + window(rule));
      }
      if (!rule.from().isEmpty()) {
        conditions.add(
            (trace.admitted() ? "admits the address" : "does not admit the address")
                + " (from "
                + rule.from().stream().map(Object::toString).collect(Collectors.joining(", "))
                + ")");
      }
    }
    return conditions;
  }

  private static String window(AllowRule rule) {
    List<String> ends = new ArrayList<>();
    if (rule.notBefore() != null) {
      ends.add("from " + rule.notBefore());
    }
    if (rule.until() != null) {
      ends.add("until " + rule.until());
    }
    return " (" + String.join(" ", ends) + ")";
  }

  private void responses(Tree tree) {
    for (Explanation.ResponseTrace trace : explanation.responses()) {
      String stops = !trace.forTarget() ? "is not for this target" : "is not for such violations";
      tree.add(trace.response().id() + (trace.answers() ? " answers it" : " " + stops));
    }
  }

  private void consequences(Tree tree, Verdict.Violation violation) {
    Mode mode = violation.response().mode();
    Mode capped = mode.cappedAt(cap);
    Tree done =
        tree.add(
            "what is done: mode "
                + capped.text()
                + (mode == capped ? "" : ", because the app's mode caps " + mode.text()));
    for (RemediationChoice choice : violation.response().remediations()) {
      RemediationSpec spec = SPECS.find(choice.id()).orElseThrow();
      String how =
          switch (capped) {
            case OBSERVE, TICKET -> " is planned, and not carried out";
            case APPROVE -> " once a person approves";
            case REMEDIATE -> spec.needsApproval(choice.options()) ? " once a person approves" : "";
          };
      done.add(choice.id() + how);
    }
  }

  private Tree cure(Tree tree, Verdict.Violation violation) {
    List<String> allow = AllowSnippet.of(explanation.write(), violation.codes());
    if (allow.isEmpty()) {
      return tree.add("no rule of a policy could allow it");
    }
    Tree cure = tree.add("a rule that would allow such a write, if it is legitimate:");
    allow.forEach(cure::raw);
    return cure;
  }
}
