package io.snapwarden;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import io.snapwarden.policy.Allowlist;
import io.snapwarden.policy.CurrentPolicy;
import io.snapwarden.policy.PolicyReader;
import io.snapwarden.policy.Verdict;
import java.time.Clock;
import java.time.Instant;

/** The packages are the stages of the flow: a class sees only earlier stages and ports. */
@AnalyzeClasses(packages = "io.snapwarden", importOptions = ImportOption.DoNotIncludeTests.class)
class ArchitectureTest {

  private static final String ROOT = "io.snapwarden.";

  private static ArchRule sees(String stage, String... earlier) {
    String[] allowed = new String[earlier.length + 1];
    allowed[0] = ROOT + stage + "..";
    for (int i = 0; i < earlier.length; i++) {
      allowed[i + 1] = ROOT + earlier[i] + "..";
    }
    return noClasses()
        .that()
        .resideInAPackage(ROOT + stage + "..")
        .should()
        .dependOnClassesThat(
            resideInAPackage("io.snapwarden..").and(not(resideInAnyPackage(allowed))))
        .as(stage + " sees only " + String.join(", ", earlier));
  }

  @ArchTest static final ArchRule events_stand_alone = sees("event");

  @ArchTest static final ArchRule a_policy_sees_events = sees("policy", "event");

  @ArchTest static final ArchRule azure_knows_nothing_above_it = sees("azure");

  @ArchTest
  static final ArchRule a_remediation_knows_neither_storage_nor_tickets =
      sees("remediation", "event", "policy", "azure");

  @ArchTest static final ArchRule a_ticket_knows_no_remediation = sees("ticket", "event", "policy");

  @ArchTest
  static final ArchRule the_ledger_and_the_formats_know_no_desk =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "ticket..")
          .and()
          .resideOutsideOfPackage(ROOT + "ticket.desk..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "ticket.desk..");

  @ArchTest
  static final ArchRule an_incident_sees_the_stages_before_it_and_its_ports =
      sees("incident", "event", "policy", "remediation", "azure", "ticket");

  @ArchTest
  static final ArchRule a_backtest_only_looks_back =
      sees("backtest", "event", "policy", "azure", "incident");

  @ArchTest
  static final ArchRule storage_serves_the_ports =
      sees("storage", "event", "policy", "incident", "ticket");

  @ArchTest
  static final ArchRule storage_takes_no_decision =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "storage..")
          .should()
          .dependOnClassesThat()
          .belongToAnyOf(Allowlist.class, CurrentPolicy.class, PolicyReader.class, Verdict.class);

  @ArchTest
  static final ArchRule the_azure_sdk_is_known_at_the_edges_only =
      noClasses()
          .that()
          .resideOutsideOfPackages(
              ROOT + "azure..", ROOT + "storage..", ROOT + "function..", ROOT + "cli..")
          .should()
          .dependOnClassesThat()
          .resideInAnyPackage("com.azure..", "reactor..");

  @ArchTest
  static final ArchRule of_the_azure_sdk_the_command_line_sees_only_who_is_signed_in =
      noClasses()
          .that()
          .resideInAPackage(ROOT + "cli..")
          .should()
          .dependOnClassesThat(
              resideInAnyPackage("com.azure..", "reactor..")
                  .and(not(resideInAPackage("com.azure.core.credential.."))));

  @ArchTest
  static final ArchRule only_the_entry_points_know_the_functions_host =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "function..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage("com.microsoft.azure.functions..");

  @ArchTest
  static final ArchRule nobody_sees_the_entry_points =
      noClasses()
          .that()
          .resideOutsideOfPackage(ROOT + "function..")
          .should()
          .dependOnClassesThat()
          .resideInAPackage(ROOT + "function..");

  @ArchTest
  static final ArchRule reading_and_deciding_have_no_clock =
      noClasses()
          .that()
          .resideInAnyPackage(ROOT + "event..", ROOT + "policy..")
          .should()
          .callMethod(Instant.class, "now")
          .orShould()
          .dependOnClassesThat()
          .areAssignableTo(Clock.class);

  @ArchTest
  static final ArchRule the_stages_form_no_cycle =
      slices().matching(ROOT + "(*)..").should().beFreeOfCycles();

  @ArchTest
  static final ArchRule every_package_is_null_marked =
      classes()
          .that()
          .haveSimpleName("package-info")
          .should()
          .beAnnotatedWith(org.jspecify.annotations.NullMarked.class);
}
