package dev.handback.process;

import static org.camunda.bpm.engine.authorization.Permissions.ACCESS;
import static org.camunda.bpm.engine.authorization.Permissions.CREATE;
import static org.camunda.bpm.engine.authorization.Permissions.CREATE_INSTANCE;
import static org.camunda.bpm.engine.authorization.Permissions.READ;
import static org.camunda.bpm.engine.authorization.Permissions.READ_HISTORY;
import static org.camunda.bpm.engine.authorization.Permissions.READ_INSTANCE;
import static org.camunda.bpm.engine.authorization.Permissions.READ_TASK;
import static org.camunda.bpm.engine.authorization.Resources.APPLICATION;
import static org.camunda.bpm.engine.authorization.Resources.DECISION_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.DEPLOYMENT;
import static org.camunda.bpm.engine.authorization.Resources.FILTER;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_DEFINITION;
import static org.camunda.bpm.engine.authorization.Resources.PROCESS_INSTANCE;
import static org.camunda.bpm.engine.authorization.Resources.TASK;

import dev.handback.people.Groups;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.camunda.bpm.engine.AuthorizationService;
import org.camunda.bpm.engine.FilterService;
import org.camunda.bpm.engine.RepositoryService;
import org.camunda.bpm.engine.TaskService;
import org.camunda.bpm.engine.authorization.Authorization;
import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Resource;
import org.camunda.bpm.engine.filter.Filter;
import org.camunda.bpm.engine.impl.persistence.entity.AuthorizationEntity;
import org.camunda.bpm.engine.task.TaskQuery;
import org.springframework.beans.factory.SmartInitializingSingleton;
import org.springframework.context.annotation.DependsOn;
import org.springframework.stereotype.Component;

/**
 * What each group may do in the engine, written before the port opens and put right at every start: what is missing is
 * added, what somebody else added is taken away. Rights on single tasks are the engine's own and stay.
 */
@Component
@DependsOn("deployment")
class Grants implements SmartInitializingSingleton {
    /** Everything else is started by these or by our own pages. */
    private static final Set<String> STARTED_BY_OPERATIONS = Set.of("ContractExit", "CertificateSignOff");

    private static final List<String> WORKERS = List.of(Groups.OPERATIONS, Groups.ENGINEERING, Groups.LEGAL);
    private static final List<String> ONLOOKERS = List.of(Groups.AUDITORS, Groups.ADMINISTRATORS);

    private final AuthorizationService authorizations;
    private final FilterService filters;
    private final TaskService tasks;
    private final RepositoryService repository;

    Grants(
            AuthorizationService authorizations,
            FilterService filters,
            TaskService tasks,
            RepositoryService repository) {
        this.authorizations = authorizations;
        this.filters = filters;
        this.tasks = tasks;
        this.repository = repository;
    }

    private record Grant(String group, Resource resource, String id) {}

    @Override
    public void afterSingletonsInstantiated() {
        var wanted = new HashMap<Grant, List<Permission>>();
        addFilters(wanted);
        addProcesses(wanted);
        for (var group : Groups.ALL) {
            wanted.put(new Grant(group, APPLICATION, "tasklist"), List.of(ACCESS));
        }
        wanted.put(new Grant(Groups.ADMINISTRATORS, APPLICATION, "cockpit"), List.of(ACCESS));
        wanted.put(new Grant(Groups.ADMINISTRATORS, TASK, "*"), List.of(READ));
        wanted.put(new Grant(Groups.ADMINISTRATORS, DEPLOYMENT, "*"), List.of(READ));
        wanted.put(new Grant(Groups.ADMINISTRATORS, DECISION_DEFINITION, "*"), List.of(READ, READ_HISTORY));
        wanted.put(new Grant(Groups.OPERATIONS, PROCESS_INSTANCE, "*"), List.of(CREATE));
        putRight(wanted);
    }

    private void addProcesses(Map<Grant, List<Permission>> wanted) {
        for (var definition :
                repository.createProcessDefinitionQuery().latestVersion().list()) {
            var key = definition.getKey();
            wanted.put(new Grant(Groups.ENGINEERING, PROCESS_DEFINITION, key), List.of(READ));
            wanted.put(new Grant(Groups.LEGAL, PROCESS_DEFINITION, key), List.of(READ));
            wanted.put(
                    new Grant(Groups.OPERATIONS, PROCESS_DEFINITION, key),
                    STARTED_BY_OPERATIONS.contains(key)
                            ? List.of(READ, CREATE_INSTANCE, READ_INSTANCE, READ_HISTORY)
                            : List.of(READ, READ_INSTANCE, READ_HISTORY));
        }
        for (var group : ONLOOKERS) {
            wanted.put(
                    new Grant(group, PROCESS_DEFINITION, "*"), List.of(READ, READ_INSTANCE, READ_TASK, READ_HISTORY));
        }
    }

    // One fixed filter per group: the engine's "my groups" expression would need expressions in queries.
    private void addFilters(Map<Grant, List<Permission>> wanted) {
        for (var group : WORKERS) {
            var query = tasks.createTaskQuery().taskCandidateGroup(group).includeAssignedTasks();
            wanted.put(new Grant(group, FILTER, filter("Tasks of " + group, query)), List.of(READ));
        }
        var all = filter("All open tasks", tasks.createTaskQuery());
        for (var group : ONLOOKERS) {
            wanted.put(new Grant(group, FILTER, all), List.of(READ));
        }
    }

    private String filter(String name, TaskQuery query) {
        Filter filter = filters.createTaskFilterQuery().filterName(name).singleResult();
        if (filter == null) {
            filter = filters.newTaskFilter(name);
        }
        filter.setQuery(query);
        filter.setProperties(Map.of("refresh", true, "showUndefinedVariable", false));
        return filters.saveFilter(filter).getId();
    }

    private void putRight(Map<Grant, List<Permission>> wanted) {
        var missing = new HashMap<>(wanted);
        for (var found : authorizations.createAuthorizationQuery().list()) {
            if (found.getResourceType() == TASK.resourceType() && !Authorization.ANY.equals(found.getResourceId())) {
                continue;
            }
            var grant =
                    wanted.keySet().stream().filter(any -> isFor(found, any)).findFirst();
            if (grant.isPresent() && permits(found) == permits(authorization(grant.get(), wanted))) {
                missing.remove(grant.get());
            } else {
                authorizations.deleteAuthorization(found.getId());
            }
        }
        missing.keySet().forEach(grant -> authorizations.saveAuthorization(authorization(grant, wanted)));
    }

    private Authorization authorization(Grant grant, Map<Grant, List<Permission>> wanted) {
        var authorization = authorizations.createNewAuthorization(Authorization.AUTH_TYPE_GRANT);
        authorization.setGroupId(grant.group());
        authorization.setResource(grant.resource());
        authorization.setResourceId(grant.id());
        wanted.getOrDefault(grant, List.of()).forEach(authorization::addPermission);
        return authorization;
    }

    private static boolean isFor(Authorization authorization, Grant grant) {
        return authorization.getAuthorizationType() == Authorization.AUTH_TYPE_GRANT
                && grant.group().equals(authorization.getGroupId())
                && grant.resource().resourceType() == authorization.getResourceType()
                && grant.id().equals(authorization.getResourceId());
    }

    private static int permits(Authorization authorization) {
        return ((AuthorizationEntity) authorization).getPermissions();
    }
}
