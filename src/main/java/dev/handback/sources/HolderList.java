package dev.handback.sources;

import java.util.List;

/**
 * What a holder's system lists to our credential, in the order of locators, and what it says about what it does not list.
 *
 * @param asked which system, and for what
 */
public record HolderList(String asked, String seenAs, List<HolderPlace> places, List<Said> said) {

    public HolderList {
        places = List.copyOf(places);
        said = List.copyOf(said);
    }

    /** One thing to know about the list, with a stable code. */
    public record Said(String code, String detail) {}
}
