package dev.handback.process;

import dev.handback.SystemActor;
import dev.handback.people.People;
import java.util.List;
import java.util.Map;
import org.camunda.bpm.engine.IdentityService;
import org.camunda.bpm.engine.impl.cfg.ProcessEnginePlugin;
import org.camunda.bpm.engine.spring.SpringProcessEngineConfiguration;
import org.camunda.bpm.spring.boot.starter.configuration.impl.AbstractCamundaConfiguration;
import org.camunda.bpm.webapp.impl.security.auth.ContainerBasedAuthenticationFilter;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.boot.web.servlet.FilterRegistrationBean;
import org.springframework.context.ApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.core.task.TaskExecutor;
import org.springframework.scheduling.concurrent.ThreadPoolTaskExecutor;

/** The engine as we run it: locked expressions, no scripts, our people. What can be said by settings is said there. */
@Configuration(proxyBeanMethods = false)
class EngineConfiguration {

    @Bean
    Models models(ApplicationContext resources, @Value("${handback.models:classpath*:bpmn/*}") String pattern) {
        return Models.read(resources, pattern);
    }

    @Bean
    LockedExpressions lockedExpressions(ApplicationContext beans, Models models) {
        return new LockedExpressions(beans, models.expressions());
    }

    @Bean
    ProcessEnginePlugin hardening(LockedExpressions expressions, People people) {
        return new AbstractCamundaConfiguration() {
            @Override
            public void preInit(SpringProcessEngineConfiguration engine) {
                engine.setExpressionManager(expressions);
                engine.setIdentityProviderSessionFactory(PeopleInEngine.of(people));
                engine.setResourceAuthorizationProvider(new TaskRights());
                engine.setCmmnEnabled(false);
            }

            @Override
            public void postInit(SpringProcessEngineConfiguration engine) {
                // no model of ours holds a script; without a resolver a foreign one could not run either
                engine.setScriptEngineResolver(null);
                engine.getScriptingEngines().setScriptEngineResolver(null);
            }
        };
    }

    /** What jobs write is the machine's doing, never a person's. */
    @Bean
    TaskExecutor camundaTaskExecutor(@Value("${handback.node}") String node) {
        var executor = new ThreadPoolTaskExecutor();
        executor.setThreadNamePrefix("engine-job-");
        executor.setCorePoolSize(3);
        executor.setMaxPoolSize(10);
        executor.setQueueCapacity(3);
        executor.setTaskDecorator(job -> () -> SystemActor.run(node, job));
        return executor;
    }

    /** Camunda's pages know whoever Spring Security knows: one login, one session. */
    @Bean
    FilterRegistrationBean<ContainerBasedAuthenticationFilter> camundaKnowsOurPeople() {
        var filter = new FilterRegistrationBean<>(new ContainerBasedAuthenticationFilter());
        filter.setInitParameters(Map.of("authentication-provider", FromSpring.class.getName()));
        filter.setUrlPatterns(List.of("/camunda/*"));
        filter.setOrder(201);
        return filter;
    }

    /** On our own pages the engine asks the same rights. */
    @Bean
    FilterRegistrationBean<EngineActsForPerson> engineActsForPerson(IdentityService identity) {
        var filter = new FilterRegistrationBean<>(new EngineActsForPerson(identity));
        filter.setOrder(202);
        return filter;
    }
}
