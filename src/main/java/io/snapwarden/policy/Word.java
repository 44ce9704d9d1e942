package io.snapwarden.policy;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;

/** A constant that has one of a few words in policies, settings and output. */
public interface Word {

  /** As in the code, {@code UNKNOWN_CALLER}. */
  String name();

  /** As written and printed, {@code unknown-caller}. */
  default String text() {
    return name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** The one that has this word, in this spelling. */
  static <W extends Word> Optional<W> find(W[] all, String text) {
    for (W word : all) {
      if (word.text().equals(text)) {
        return Optional.of(word);
      }
    }
    return Optional.empty();
  }

  /** Several of them, as written. */
  static List<String> texts(Collection<? extends Word> words) {
    List<String> texts = new ArrayList<>(words.size());
    for (Word word : words) {
      texts.add(word.text());
    }
    return texts;
  }
}
