package io.snapwarden.cli;

import io.snapwarden.event.SafeText;
import java.util.ArrayList;
import java.util.List;

/** Lines below lines, drawn as a tree. */
final class Tree {

  private final String text;
  private final List<Tree> children = new ArrayList<>();
  private final List<String> copied = new ArrayList<>();

  Tree(String text) {
    this.text = text;
  }

  /** Adds a line below this one, and returns it. */
  Tree add(String line) {
    Tree child = new Tree(line);
    children.add(child);
    return child;
  }

  /** Adds a line below this one that is to be copied: nothing is drawn before it. */
  void raw(String line) {
    copied.add(line);
  }

  /** The lines below this one, as they are drawn. */
  List<String> lines() {
    List<String> lines = new ArrayList<>();
    draw("", lines);
    return lines;
  }

  private void draw(String indent, List<String> lines) {
    for (int i = 0; i < children.size(); i++) {
      boolean last = i == children.size() - 1;
      Tree child = children.get(i);
      lines.add(indent + (last ? "└─ " : "├─ ") + SafeText.of(child.text));
      child.draw(indent + (last ? "   " : "│  "), lines);
      child.copied.forEach(line -> lines.add(indent + "   " + SafeText.of(line)));
    }
  }
}
