package dev.handback.process;

import org.camunda.bpm.engine.authorization.Permission;
import org.camunda.bpm.engine.authorization.Permissions;
import org.camunda.bpm.engine.impl.cfg.auth.DefaultAuthorizationProvider;

/** Whoever a task is offered to may claim, give back and complete it; the engine's default also lets them change it. */
class TaskRights extends DefaultAuthorizationProvider {
    @Override
    protected Permission[] getRuntimePermissions(boolean variables) {
        return new Permission[] {Permissions.READ, Permissions.TASK_WORK, Permissions.TASK_ASSIGN};
    }
}
