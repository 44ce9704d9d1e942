package io.snapwarden.policy;

import com.google.gson.JsonParser;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;

/**
 * Finds where values stand in the text of a document. Only a document with something to report is
 * walked, and only after Gson has accepted it, so this need not check anything again.
 */
final class Positions {

  private final String text;
  private final Set<Place> wanted;
  private final boolean repeats;
  private final Map<Place, Spot> found = new HashMap<>();
  private int at;

  private Positions(String text, Set<Place> wanted) {
    this.text = text;
    this.wanted = wanted;
    this.repeats = wanted.stream().anyMatch(Place::isRepeated);
  }

  /** Offsets in the text; {@code key} is that of the value where it has no key. */
  record Spot(int key, int value) {}

  /** The spots of those places that the document has. */
  static Map<Place, Spot> find(String text, Set<Place> wanted) {
    Positions positions = new Positions(text, wanted);
    positions.at = text.startsWith("\ufeff") ? 1 : 0;
    positions.skipBlanks();
    positions.value(Place.ROOT, positions.at);
    return positions.found;
  }

  private void value(Place place, int key) {
    skipBlanks();
    if (wanted.contains(place)) {
      found.putIfAbsent(place, new Spot(key, at));
    }
    switch (text.charAt(at)) {
      case '{' -> object(place);
      case '[' -> array(place);
      case '"' -> string();
      default -> {
        while (at < text.length() && ",]}/ \t\r\n".indexOf(text.charAt(at)) < 0) {
          at++;
        }
      }
    }
  }

  private void object(Place place) {
    at++;
    skipBlanks();
    for (int member = 0; text.charAt(at) != '}'; member++) {
      int key = at;
      String name = string();
      skipBlanks();
      at++;
      skipBlanks();
      Place again = repeats ? place.repeated(name, member) : place;
      if (repeats && wanted.contains(again)) {
        found.put(again, new Spot(key, at));
      }
      value(place.member(name), key);
      skipComma();
    }
    at++;
  }

  private void array(Place place) {
    at++;
    skipBlanks();
    for (int index = 0; text.charAt(at) != ']'; index++) {
      value(place.element(index), at);
      skipComma();
    }
    at++;
  }

  private String string() {
    int start = at++;
    boolean escapes = false;
    for (char c = text.charAt(at); c != '"'; c = text.charAt(++at)) {
      if (c == '\\') {
        escapes = true;
        at++;
      }
    }
    at++;
    return escapes
        ? JsonParser.parseString(text.substring(start, at)).getAsString()
        : text.substring(start + 1, at - 1);
  }

  private void skipComma() {
    skipBlanks();
    if (text.charAt(at) == ',') {
      at++;
      skipBlanks();
    }
  }

  private void skipBlanks() {
    while (at < text.length()) {
      char c = text.charAt(at);
      if (c == '/') {
        boolean line = text.charAt(at + 1) == '/';
        int end = line ? text.indexOf('\n', at) : text.indexOf("*/", at + 2) + 2;
        at = end < 0 ? text.length() : end;
      } else if (c == ' ' || c == '\t' || c == '\r' || c == '\n') {
        at++;
      } else {
        return;
      }
    }
  }
}
