package dev.handback.process;

import dev.handback.people.Groups;
import dev.handback.people.People;
import dev.handback.people.Person;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.regex.Pattern;
import org.camunda.bpm.engine.BadUserRequestException;
import org.camunda.bpm.engine.identity.Group;
import org.camunda.bpm.engine.identity.User;
import org.camunda.bpm.engine.impl.identity.ReadOnlyIdentityProvider;
import org.camunda.bpm.engine.impl.identity.db.DbGroupQueryImpl;
import org.camunda.bpm.engine.impl.identity.db.DbReadOnlyIdentityServiceProvider;
import org.camunda.bpm.engine.impl.identity.db.DbUserQueryImpl;
import org.camunda.bpm.engine.impl.interceptor.Session;
import org.camunda.bpm.engine.impl.interceptor.SessionFactory;
import org.camunda.bpm.engine.impl.persistence.entity.GroupEntity;
import org.camunda.bpm.engine.impl.persistence.entity.UserEntity;
import org.jspecify.annotations.Nullable;

/**
 * Shows our people to the engine, read only: it keeps no password, opens no setup page and can create nobody.
 *
 * <p>Everything that would look into the engine's own tables of users and groups is answered here. Tenants, of which
 * there are none, are left alone.
 */
class PeopleInEngine extends DbReadOnlyIdentityServiceProvider {
    private final People people;

    private PeopleInEngine(People people) {
        this.people = people;
    }

    static SessionFactory of(People people) {
        return new SessionFactory() {
            @Override
            public Class<?> getSessionType() {
                return ReadOnlyIdentityProvider.class;
            }

            @Override
            public Session openSession() {
                return new PeopleInEngine(people);
            }
        };
    }

    @Override
    public boolean checkPassword(String id, String password) {
        return false;
    }

    @Override
    public @Nullable UserEntity findUserById(String id) {
        return people.find(id).map(PeopleInEngine::user).orElse(null);
    }

    @Override
    public long findUserCountByQueryCriteria(DbUserQueryImpl query) {
        return findUserByQueryCriteria(query).size();
    }

    @Override
    public List<User> findUserByQueryCriteria(DbUserQueryImpl query) {
        var candidates = query.getId() == null
                ? people.all()
                : people.find(query.getId()).stream().toList();
        return candidates.stream()
                .filter(person -> matches(query, person))
                .<User>map(PeopleInEngine::user)
                .toList();
    }

    @Override
    public List<User> findUserByNativeQuery(Map<String, Object> parameters, int first, int most) {
        throw new BadUserRequestException("People are not in the engine's tables.");
    }

    @Override
    public long findUserCountByNativeQuery(Map<String, Object> parameters) {
        throw new BadUserRequestException("People are not in the engine's tables.");
    }

    @Override
    public @Nullable GroupEntity findGroupById(String id) {
        return Groups.ALL.contains(id) ? group(id) : null;
    }

    @Override
    public long findGroupCountByQueryCriteria(DbGroupQueryImpl query) {
        return findGroupByQueryCriteria(query).size();
    }

    @Override
    public List<Group> findGroupByQueryCriteria(DbGroupQueryImpl query) {
        return Groups.ALL.stream()
                .filter(group -> matches(query, group))
                .<Group>map(PeopleInEngine::group)
                .toList();
    }

    private boolean matches(DbUserQueryImpl query, Person person) {
        var user = user(person);
        return isOneOf(query.getIds(), person.id())
                && is(query.getFirstName(), user.getFirstName())
                && is(query.getLastName(), user.getLastName())
                && is(query.getEmail(), person.email())
                && isLike(query.getFirstNameLike(), user.getFirstName())
                && isLike(query.getLastNameLike(), user.getLastName())
                && isLike(query.getEmailLike(), person.email())
                && (query.getGroupId() == null || person.isIn(query.getGroupId()))
                && query.getTenantId() == null;
    }

    private boolean matches(DbGroupQueryImpl query, String group) {
        return is(query.getId(), group)
                && isOneOf(query.getIds(), group)
                && is(query.getName(), name(group))
                && isLike(query.getNameLike(), name(group))
                && is(query.getType(), "WORKFLOW")
                && (query.getUserId() == null
                        || people.find(query.getUserId())
                                .filter(person -> person.isIn(group))
                                .isPresent())
                && query.getTenantId() == null;
    }

    private static boolean is(@Nullable String wanted, String actual) {
        return wanted == null || Objects.equals(wanted, actual);
    }

    private static boolean isOneOf(String @Nullable [] wanted, String actual) {
        return wanted == null || Arrays.asList(wanted).contains(actual);
    }

    private static boolean isLike(@Nullable String pattern, String actual) {
        return pattern == null
                || Pattern.compile(
                                Pattern.quote(pattern).replace("%", "\\E.*\\Q").replace("_", "\\E.\\Q"))
                        .matcher(actual)
                        .matches();
    }

    private static UserEntity user(Person person) {
        var user = new UserEntity(person.id());
        int space = person.name().lastIndexOf(' ');
        user.setFirstName(space < 0 ? person.name() : person.name().substring(0, space));
        user.setLastName(space < 0 ? "" : person.name().substring(space + 1));
        user.setEmail(person.email());
        return user;
    }

    private static GroupEntity group(String id) {
        var group = new GroupEntity(id);
        group.setName(name(id));
        group.setType("WORKFLOW");
        return group;
    }

    private static String name(String group) {
        return Character.toUpperCase(group.charAt(0)) + group.substring(1);
    }
}
