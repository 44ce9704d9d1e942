package io.snapwarden.ticket.text;

import io.snapwarden.event.SafeText;
import java.net.URI;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.stream.Stream;

/**
 * A text in blocks, which knows no format. All of it may have been chosen by an enemy: whoever
 * writes it in a format escapes every part. Control, bidirectional and invisible characters are
 * spelled out here already.
 */
public record Document(List<Block> blocks) {

  public Document {
    blocks = List.copyOf(blocks);
  }

  /** All names and values in it. */
  public List<Fact> facts() {
    return blocks.stream()
        .flatMap(block -> block instanceof Facts facts ? facts.facts().stream() : Stream.of())
        .toList();
  }

  /** All links in it. */
  public List<Link> links() {
    return blocks.stream()
        .flatMap(block -> block instanceof Links links ? links.links().stream() : Stream.of())
        .toList();
  }

  /** One part of a document. */
  public sealed interface Block {

    /** What it is, for whoever must treat all kinds. */
    <T> T fold(
        Function<Paragraph, T> paragraph,
        Function<Facts, T> facts,
        Function<Items, T> items,
        Function<Code, T> code,
        Function<Links, T> links);
  }

  /** Some sentences. */
  public record Paragraph(String text) implements Block {
    public Paragraph {
      text = line(text);
    }

    @Override
    public <T> T fold(
        Function<Paragraph, T> paragraph,
        Function<Facts, T> facts,
        Function<Items, T> items,
        Function<Code, T> code,
        Function<Links, T> links) {
      return paragraph.apply(this);
    }
  }

  /** Names and values. */
  public record Facts(List<Fact> facts) implements Block {
    public Facts {
      facts = List.copyOf(facts);
    }

    @Override
    public <T> T fold(
        Function<Paragraph, T> paragraph,
        Function<Facts, T> ofFacts,
        Function<Items, T> items,
        Function<Code, T> code,
        Function<Links, T> links) {
      return ofFacts.apply(this);
    }
  }

  /**
   * A name and its value.
   *
   * @param name ours, as in {@code Caller}
   */
  public record Fact(String name, String value) {
    public Fact {
      name = line(name);
      value = line(value);
    }
  }

  /** A list. */
  public record Items(List<String> items) implements Block {
    public Items {
      items = items.stream().map(Document::line).toList();
    }

    @Override
    public <T> T fold(
        Function<Paragraph, T> paragraph,
        Function<Facts, T> facts,
        Function<Items, T> ofItems,
        Function<Code, T> code,
        Function<Links, T> links) {
      return ofItems.apply(this);
    }
  }

  /** Lines to be read, or to be copied, as they are. */
  public record Code(List<String> lines) implements Block {
    public Code {
      lines = lines.stream().map(Document::line).toList();
    }

    @Override
    public <T> T fold(
        Function<Paragraph, T> paragraph,
        Function<Facts, T> facts,
        Function<Items, T> items,
        Function<Code, T> ofCode,
        Function<Links, T> links) {
      return ofCode.apply(this);
    }
  }

  /** Where to look further. */
  public record Links(List<Link> links) implements Block {
    public Links {
      links = List.copyOf(links);
    }

    @Override
    public <T> T fold(
        Function<Paragraph, T> paragraph,
        Function<Facts, T> facts,
        Function<Items, T> items,
        Function<Code, T> code,
        Function<Links, T> ofLinks) {
      return ofLinks.apply(this);
    }
  }

  /**
   * A link.
   *
   * @param to https only, made by us; its parts are percent-encoded
   */
  public record Link(String text, URI to) {
    public Link {
      text = line(text);
      if (!"https".equals(to.getScheme())) {
        throw new IllegalArgumentException("not a link for people: " + to);
      }
    }
  }

  /**
   * The document cut to what a tracker takes.
   *
   * @param budget of characters, before any format; each line costs {@value #LINE_COST} more
   */
  public Document within(int budget) {
    return new Budget(budget).spentOn(this);
  }

  /** What a line costs beside its characters: formats wrap each in marks of their own. */
  static final int LINE_COST = 120;

  /** Spends characters until there are none left. */
  private static final class Budget {

    /** Of one text, so that a long one does not push out what comes after it. */
    private static final int LONGEST = 1_000;

    private int left;
    private boolean cut;

    Budget(int budget) {
      this.left = budget;
    }

    Document spentOn(Document document) {
      Builder builder = builder();
      for (Block block : document.blocks) {
        block.fold(
            paragraph -> texts(List.of(paragraph.text())).stream().map(builder::paragraph).toList(),
            facts ->
                builder.facts(
                    facts.facts().stream()
                        .filter(fact -> affordable())
                        .map(fact -> new Fact(fact.name(), spend(fact.value())))
                        .toList()),
            items -> builder.items(texts(items.items())),
            code -> builder.code(texts(code.lines())),
            links ->
                builder.links(
                    links.links().stream()
                        .filter(link -> affordable())
                        .map(link -> new Link(spend(link.text()), link.to()))
                        .toList()));
      }
      return cut
          ? builder.paragraph("This is not all: the incident's record has the rest.").build()
          : document;
    }

    private List<String> texts(List<String> texts) {
      return texts.stream().filter(text -> affordable()).map(this::spend).toList();
    }

    private boolean affordable() {
      cut |= left < LINE_COST;
      return left >= LINE_COST;
    }

    private String spend(String text) {
      String spent = Cut.to(text, Math.max(1, Math.min(LONGEST, left)));
      cut |= spent.length() < text.length();
      left -= spent.length() + LINE_COST;
      return spent;
    }
  }

  public static Builder builder() {
    return new Builder();
  }

  /** One line, in which nothing hides. */
  private static String line(String text) {
    return SafeText.of(text);
  }

  /** Puts a document together. */
  public static final class Builder {

    private final List<Block> blocks = new ArrayList<>();

    private Builder() {}

    public Builder paragraph(String text) {
      blocks.add(new Paragraph(text));
      return this;
    }

    public Builder facts(List<Fact> facts) {
      if (!facts.isEmpty()) {
        blocks.add(new Facts(facts));
      }
      return this;
    }

    public Builder items(List<String> items) {
      if (!items.isEmpty()) {
        blocks.add(new Items(items));
      }
      return this;
    }

    public Builder code(List<String> lines) {
      if (!lines.isEmpty()) {
        blocks.add(new Code(lines));
      }
      return this;
    }

    public Builder links(List<Link> links) {
      if (!links.isEmpty()) {
        blocks.add(new Links(links));
      }
      return this;
    }

    public Builder all(Document other) {
      blocks.addAll(other.blocks);
      return this;
    }

    public Document build() {
      return new Document(blocks);
    }
  }
}
