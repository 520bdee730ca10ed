package ktap;

import static com.tngtech.archunit.base.DescribedPredicate.alwaysTrue;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.Architectures.layeredArchitecture;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Holds the arrows between the rooms, who may know which library, and that packages form no cycle.
 */
class ArchitectureTest {
  private static JavaClasses house;

  @BeforeAll
  static void readTheHouse() {
    house =
        new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("ktap");
  }

  @Test
  void roomsKnowOnlyWhatTheArrowsAllow() {
    layeredArchitecture()
        .consideringOnlyDependenciesInLayers()
        .withOptionalLayers(true)
        .layer("native")
        .definedBy("ktap.natives..")
        .layer("sources")
        .definedBy("ktap.sources..")
        .layer("script-vm")
        .definedBy("ktap.script..")
        .layer("operators")
        .definedBy("ktap.operators..")
        .layer("sinks")
        .definedBy("ktap.sinks..")
        .layer("pipelines")
        .definedBy("ktap.pipelines..")
        .whereLayer("pipelines")
        .mayNotBeAccessedByAnyLayer()
        .whereLayer("sinks")
        .mayOnlyBeAccessedByLayers("pipelines")
        .whereLayer("operators")
        .mayOnlyBeAccessedByLayers("pipelines")
        .whereLayer("script-vm")
        .mayOnlyBeAccessedByLayers("operators", "pipelines")
        .whereLayer("sources")
        .mayOnlyBeAccessedByLayers("script-vm", "operators", "sinks", "pipelines")
        .whereLayer("native")
        .mayOnlyBeAccessedByLayers("sources", "pipelines")
        .check(house);
  }

  @Test
  void everyClassLivesInARoom() {
    classes()
        .that(alwaysTrue())
        .should()
        .resideInAnyPackage(
            "ktap.natives..",
            "ktap.sources..",
            "ktap.script..",
            "ktap.operators..",
            "ktap.sinks..",
            "ktap.pipelines..")
        .check(house);
  }

  @Test
  void packagesFormNoCycle() {
    slices().matching("ktap.(**)").should().beFreeOfCycles().check(house);
  }

  @Test
  void onlyNativeKnowsJna() {
    onlyIn("com.sun.jna..", "ktap.natives..").check(house);
  }

  @Test
  void onlyRecordingsAndStateKnowChronicle() {
    onlyIn("net.openhft..", "ktap.sources.recording..", "ktap.operators.state..").check(house);
  }

  @Test
  void onlyTheDataflowKnowsReactor() {
    onlyIn("reactor..", "ktap.operators..", "ktap.sinks..", "ktap.pipelines..").check(house);
  }

  @Test
  void onlyPipelinesKnowYaml() {
    onlyIn("org.snakeyaml..", "ktap.pipelines.spec..").check(house);
  }

  @Test
  void theFlowModelKnowsTheJdkAlone() {
    noClasses()
        .that()
        .resideInAPackage("ktap.sources.flow..")
        .should()
        .dependOnClassesThat()
        .resideOutsideOfPackages("ktap.sources.flow..", "java..", "org.jspecify..")
        .check(house);
  }

  private static ArchRule onlyIn(String library, String... rooms) {
    return noClasses()
        .that(resideInAnyPackage(rooms).negate())
        .should()
        .dependOnClassesThat()
        .resideInAPackage(library)
        .allowEmptyShould(true);
  }
}
