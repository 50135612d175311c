package dev.handback.process;

import dev.handback.people.Groups;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The requests that Tasklist and Cockpit need, recorded by walking through them in a browser. Nothing else reaches the
 * engine by HTTP: a list of what is forbidden was tried and leaked.
 */
final class EngineRequests {
    private static final String ID = "[A-Za-z0-9:._-]+";
    private static final String ENGINE = "/api/engine/engine/default";

    /** What a request may carry. */
    enum Body {
        NONE,
        QUERY,
        FORM,
        CLAIM,
        COMMENT
    }

    private record Shape(String method, Pattern path, Body body) {
        boolean fits(String askedMethod, String askedPath) {
            return method.equals(askedMethod) && path.matcher(askedPath).matches();
        }
    }

    private static final List<Shape> TASKLIST = List.of(
            get("/app/tasklist(/.*)?"),
            get("/(lib|assets|api/tasklist/plugin)/.*"),
            get("/favicon.ico"),
            get("/api/admin/auth/user/default"),
            get("/api/engine/engine/?"),
            get(ENGINE + "/user/" + ID + "/profile"),
            get(ENGINE + "/identity/groups"),
            get(ENGINE + "/authorization/check"),
            shape("OPTIONS", ENGINE + "/(filter|task|process-definition)(/" + ID + ")?", Body.NONE),
            get(ENGINE + "/filter(/count|/" + ID + ")?"),
            get(ENGINE + "/filter/" + ID + "/(list|count)"),
            shape("POST", ENGINE + "/filter/" + ID + "/(list|count)", Body.QUERY),
            get(ENGINE + "/process-definition(/count)?"),
            get(ENGINE + "/process-definition/(key/)?" + ID
                    + "(/(xml|startForm|deployed-start-form|form-variables|statistics))?"),
            shape("POST", ENGINE + "/process-definition/" + ID + "/submit-form", Body.FORM),
            // after a completion: is the next task of this instance mine, too?
            get(ENGINE + "/task"),
            get(ENGINE + "/task/" + ID + "(/(form|deployed-form|form-variables|comment|identity-links))?"),
            shape("POST", ENGINE + "/task/" + ID + "/submit-form", Body.FORM),
            shape("POST", ENGINE + "/task/" + ID + "/(claim|unclaim)", Body.CLAIM),
            shape("POST", ENGINE + "/task/" + ID + "/comment/create", Body.COMMENT),
            get(ENGINE + "/task"),
            get(ENGINE + "/history/user-operation(/count)?"));

    private static final List<Shape> COCKPIT = List.of(
            get("/app/cockpit(/.*)?"),
            get("/api/cockpit/plugin/.*"),
            get(
                    ENGINE
                            + "/(process-definition|process-instance|decision-definition|deployment|incident|job|job-definition"
                            + "|execution|variable-instance|activity-instance|task|history|version|metrics|external-task|batch"
                            + "|case-definition|decision-requirements-definition|migration|schema|identity|user|group|tenant)(/.*)?"),
            shape("POST", "/api/cockpit/plugin/base/default/[a-z-]+(/" + ID + "/[a-z-]+)?(/count)?", Body.QUERY),
            shape(
                    "POST",
                    ENGINE + "/(process-instance|job|variable-instance|task|execution|incident"
                            + "|history/(process|activity|variable|task|decision)-instance|history/task|history/incident"
                            + "|history/job-log)(/count)?",
                    Body.QUERY));

    private EngineRequests() {}

    /** What such a request may carry; empty when these groups need no such request. */
    static Optional<Body> find(String method, String path, Set<String> groups) {
        var asked = "HEAD".equals(method) ? "GET" : method;
        var cockpit = groups.contains(Groups.ADMINISTRATORS) ? COCKPIT : List.<Shape>of();
        return Stream.concat(TASKLIST.stream(), cockpit.stream())
                .filter(shape -> shape.fits(asked, path))
                .map(Shape::body)
                .findFirst();
    }

    private static Shape get(String path) {
        return shape("GET", path, Body.NONE);
    }

    private static Shape shape(String method, String path, Body body) {
        return new Shape(method, Pattern.compile(path), body);
    }
}
