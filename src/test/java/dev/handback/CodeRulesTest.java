package dev.handback;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.type;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Clock;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.JdbcOperations;
import org.springframework.jdbc.core.simple.JdbcClient;

/** What the style guide says and a machine can see. An exception is named here, with its reason. */
class CodeRulesTest {
    private static final JavaClasses OURS = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("dev.handback");
    private static final int LONGEST_CLASS = 250;

    /** They speak SQL although they are no table: they prepare the database, or the session of a transaction. */
    private static final Set<String> SQL_OUTSIDE_TABLES = Set.of("EmbeddedDatabase", "ActorInTransaction");

    /** The first runs before there is a bean; the other dates a self-made key, which the machine's own clock will judge. */
    private static final Set<String> OWN_CLOCK = Set.of("EmbeddedDatabase", "EvaluationKey");

    @Test
    void onlyRoomProcessKnowsTheEngine() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("dev.handback.process..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("org.camunda.."));
    }

    @Test
    void sqlStandsInTables() {
        holds(noClasses()
                .that(are(
                        "no *Table",
                        type -> !outer(type).matches(".*Tables?") && !SQL_OUTSIDE_TABLES.contains(outer(type))))
                .should()
                .dependOnClassesThat(
                        type(JdbcClient.class).or(type(JdbcOperations.class)).or(nameMatching(".*JdbcTemplate"))));
    }

    @Test
    void timeComesFromAClock() {
        var ofNoClock = new DescribedPredicate<JavaCall<?>>("now() without a Clock, or System.currentTimeMillis()") {
            @Override
            public boolean test(JavaCall<?> call) {
                var owner = call.getTargetOwner();
                var given = call.getTarget().getRawParameterTypes();
                var now = call.getName().equals("now")
                        && resideInAPackage("java.time..").test(owner)
                        && given.stream().noneMatch(parameter -> parameter.isEquivalentTo(Clock.class));
                return now || call.getName().equals("currentTimeMillis");
            }
        };
        holds(noClasses()
                .that(are("not excepted", type -> !OWN_CLOCK.contains(outer(type))))
                .should()
                .callCodeUnitWhere(ofNoClock));
    }

    @Test
    void onlyTheCommandLineWritesToTheConsole() {
        holds(noClasses()
                .that()
                .resideOutsideOfPackage("dev.handback.verify..")
                .should()
                .accessField(System.class, "out")
                .orShould()
                .accessField(System.class, "err")
                .orShould()
                .callMethod(Throwable.class, "printStackTrace"));
        holds(noClasses().should().dependOnClassesThat().resideInAPackage("java.util.logging.."));
    }

    @Test
    void nobodySerialisesObjects() {
        holds(noClasses()
                .should()
                .dependOnClassesThat(type(ObjectOutputStream.class).or(type(ObjectInputStream.class))));
    }

    @Test
    void namesSayWhatThingsAre() {
        holds(noClasses()
                .should()
                .haveSimpleNameEndingWith("Service")
                .orShould()
                .haveSimpleNameEndingWith("Manager")
                .orShould()
                .haveSimpleNameEndingWith("Util")
                .orShould()
                .haveSimpleNameEndingWith("Utils")
                .orShould()
                .haveSimpleNameEndingWith("Impl")
                .orShould()
                .haveSimpleNameEndingWith("Helper")
                .orShould()
                .haveSimpleNameStartingWith("Abstract"));
    }

    @Test
    void charactersAndLanguagesAreNamed() {
        holds(noClasses()
                .should()
                .callMethod(String.class, "getBytes")
                .orShould()
                .callConstructor(String.class, byte[].class)
                .orShould()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase"));
    }

    @Test
    void collaboratorsComeThroughConstructors() {
        holds(noFields().should().beAnnotatedWith(Autowired.class));
    }

    @Test
    void everyPackageIsNullMarked() {
        assertThat(OURS.stream().map(JavaClass::getPackage).collect(Collectors.toSet()))
                .filteredOn(room -> !room.isAnnotatedWith(NullMarked.class))
                .extracting(JavaPackage::getName)
                .isEmpty();
    }

    @Test
    void sourceFilesStayShortAndFinished() throws IOException {
        var unfinished = Pattern.compile("\\b(TODO|FIXME|XXX)\\b");
        try (Stream<Path> sources = Files.walk(Path.of("src/main"))) {
            for (var source : sources.filter(Files::isRegularFile)
                    .filter(CodeRulesTest::isText)
                    .toList()) {
                var lines = Files.readAllLines(source);
                assertThat(lines)
                        .as("%s has an open end", source)
                        .noneMatch(line -> unfinished.matcher(line).find());
                if (source.toString().endsWith(".java")) {
                    assertThat(lines.size()).as("lines of %s", source).isLessThanOrEqualTo(LONGEST_CLASS);
                }
            }
        }
    }

    private static boolean isText(Path file) {
        return Set.of("java", "sql", "yaml", "html", "css", "txt", "properties")
                .contains(file.toString().substring(file.toString().lastIndexOf('.') + 1));
    }

    private static String outer(JavaClass type) {
        return type.getEnclosingClass().map(CodeRulesTest::outer).orElseGet(type::getSimpleName);
    }

    private static DescribedPredicate<JavaClass> are(String words, java.util.function.Predicate<JavaClass> test) {
        return DescribedPredicate.describe(words, test);
    }

    private static void holds(ArchRule rule) {
        rule.allowEmptyShould(true).check(OURS);
    }
}
