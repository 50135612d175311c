package dev.handback.demo;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.springframework.beans.factory.config.BeanFactoryPostProcessor;
import org.springframework.beans.factory.config.ConfigurableListableBeanFactory;
import org.springframework.beans.factory.support.DefaultListableBeanFactory;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Profile;
import org.springframework.core.env.ConfigurableEnvironment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.stereotype.Component;
import org.springframework.util.StringUtils;

/**
 * Before anything else starts, and only in profile demo: refuses to be reachable or to touch another database, starts
 * the vendor, and sets people and connections.
 */
@Component
@Profile(DemoStart.PROFILE)
class DemoStart implements BeanFactoryPostProcessor {
    static final String PROFILE = "demo";

    @Override
    public void postProcessBeanFactory(ConfigurableListableBeanFactory beans) {
        var settings =
                beans.getBean(ConfigurableApplicationContext.ENVIRONMENT_BEAN_NAME, ConfigurableEnvironment.class);
        refuseTheWorld(settings);
        try {
            var data =
                    Path.of(settings.getRequiredProperty("handback.data-dir")).toAbsolutePath();
            var secrets = new DemoSecrets(data);
            var vendor = DemoVendor.open(data, secrets.of("vendor-token"));
            add(beans, "demoVendor", vendor);
            var store = DemoStore.begin(data);
            add(beans, "demoStore", store);
            beans.registerSingleton("demoSecrets", secrets);
            settings.getPropertySources().addFirst(new MapPropertySource("demoPeople", people(secrets)));
            settings.getPropertySources()
                    .addFirst(new MapPropertySource("demoVendor", connections(vendor.git(), store, secrets)));
        } catch (IOException e) {
            throw new UncheckedIOException("the demo's vendor does not start: " + e.getMessage(), e);
        }
    }

    private static void add(ConfigurableListableBeanFactory beans, String name, AutoCloseable part) {
        beans.registerSingleton(name, part);
        // also when the start fails: its threads would keep the process alive
        ((DefaultListableBeanFactory) beans).registerDisposableBean(name, part::close);
    }

    private static Map<String, Object> people(DemoSecrets secrets) throws IOException {
        var people = new LinkedHashMap<String, Object>();
        for (var person : DemoPerson.ALL) {
            var key = "handback.people[" + DemoPerson.ALL.indexOf(person) + "].";
            secrets.of(person.id());
            people.put(key + "id", person.id());
            people.put(key + "name", person.name());
            people.put(key + "email", person.email());
            people.put(key + "groups[0]", person.group());
            people.put(key + "password-file", secrets.file(person.id()).toString());
        }
        return people;
    }

    private static Map<String, Object> connections(GitHost host, DemoStore store, DemoSecrets secrets)
            throws IOException {
        var connections = new LinkedHashMap<String, Object>();
        for (var name : new String[] {"team", "restricted"}) {
            var key = "handback.connections.vendor-" + name + ".";
            connections.put(key + "kind", "git");
            connections.put(key + "urls[0]", host.origin() + "/" + name);
            connections.put(key + "username", DemoVendor.USER);
            connections.put(key + "password-file", secrets.file("vendor-token").toString());
            connections.put(key + "allow-http", true);
            connections.put(key + "allow-private-addresses", true);
        }
        var key = "handback.connections.vendor-documents.";
        connections.put(key + "kind", "s3");
        connections.put(key + "endpoint", store.endpoint());
        connections.put(
                key + "access-key-file",
                secrets.keep("store-access", S3Host.ACCESS_KEY).toString());
        connections.put(
                key + "secret-key-file",
                secrets.keep("store-secret", S3Host.SECRET_KEY).toString());
        connections.put(key + "allow-http", true);
        connections.put(key + "allow-private-addresses", true);
        return connections;
    }

    private static void refuseTheWorld(ConfigurableEnvironment settings) {
        if (StringUtils.hasText(settings.getProperty("spring.datasource.url"))) {
            throw new IllegalStateException("The demo writes an invented exit, so it refuses your own database."
                    + " Unset spring.datasource.url, or start without profile demo.");
        }
        var address = settings.getProperty("server.address", "");
        if (!isLoopback(address)) {
            throw new IllegalStateException(
                    "In the demo whoever reaches it can be anybody, so it refuses server.address '" + address
                            + "'. Set it to 127.0.0.1.");
        }
    }

    private static boolean isLoopback(String address) {
        try {
            return !address.isBlank() && InetAddress.getByName(address).isLoopbackAddress();
        } catch (IOException e) {
            return false;
        }
    }
}
