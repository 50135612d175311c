package dev.handback.retrieval.git;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.eclipse.jgit.lib.Constants;
import org.eclipse.jgit.lib.ObjectId;
import org.junit.jupiter.api.Test;

class ObjectTableTest {

    private final ObjectTable table = new ObjectTable();

    @Test
    void remembersEachObjectWhileItGrows() {
        var random = new Random(7);
        List<ObjectId> ids =
                IntStream.range(0, 50_000).mapToObj(i -> id(random)).toList();

        ids.forEach(id -> table.need(id, Constants.OBJ_TREE));
        ids.subList(1, ids.size()).forEach(id -> table.here(id, Constants.OBJ_TREE));

        assertThat(table.size()).isEqualTo(ids.size());
        assertThat(gaps()).containsExactly(ids.get(0));
    }

    @Test
    void noticesAnObjectThatIsHereAsAnotherTypeThanNeeded() {
        ObjectId id = id(new Random(1));

        table.need(id, Constants.OBJ_TREE);
        table.here(id, Constants.OBJ_BLOB);

        assertThat(gaps()).containsExactly(id);
    }

    @Test
    void takesAnyTypeForARef() {
        ObjectId id = id(new Random(1));

        table.need(id, ObjectTable.ANY);
        table.here(id, Constants.OBJ_BLOB);

        assertThat(gaps()).isEmpty();
    }

    /** As many ids as an attacker likes can share all words but the last. */
    @Test
    void staysFastWhenIdsAreChosenToCollide() {
        byte[] raw = new byte[20];
        for (int i = 0; i < 200_000; i++) {
            raw[16] = (byte) (i >> 16);
            raw[17] = (byte) (i >> 8);
            raw[18] = (byte) i;
            table.need(raw, 0, Constants.OBJ_BLOB);
        }

        assertThat(table.size()).isEqualTo(200_000);
    }

    @Test
    void asksForAnAbsentObjectWithoutAddingIt() {
        assertThat(table.typeHere(id(new Random(1)))).isZero();
        assertThat(table.size()).isZero();
    }

    private List<ObjectId> gaps() {
        var gaps = new ArrayList<ObjectId>();
        table.eachGap((id, type) -> gaps.add(id));
        return gaps;
    }

    private static ObjectId id(Random random) {
        byte[] raw = new byte[20];
        random.nextBytes(raw);
        return ObjectId.fromRaw(raw);
    }
}
