// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.site;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Puts each script that nobody imports together with all that it imports, into one file in its place: a visit
 * then fetches one script for the page and one for its worker.
 *
 * <p>It knows as much of ECMAScript modules as the page uses, and fails at anything else: {@code import {a, b
 * as c} from './path.js'} and {@code export} before a function, class or constant, each at the start of a line;
 * no cycles. A module becomes a function that is called once and returns what it exports.
 */
final class ModuleBundler {
  private static final Pattern IMPORT =
      Pattern.compile("^import \\{([^}]*)\\} from '(\\.[^']*)';$", Pattern.MULTILINE);
  private static final Pattern EXPORT =
      Pattern.compile("^export (?=(?:async )?(?:function\\*? |class |const )(\\w+))", Pattern.MULTILINE);
  private static final Pattern OTHER =
      Pattern.compile("^(?:import|export)\\b.*|\\bimport\\(.*", Pattern.MULTILINE);
  private static final String OWN_ADDRESS = "import.meta.url";
  private static final String EXTENSION = ".js";

  private final SortedMap<String, byte[]> files;
  private final Map<String, Module> modules = new TreeMap<>();

  /** @param imports the modules' paths, in the order of their statements */
  private record Module(String source, List<String> imports, Set<String> exports) {}

  private ModuleBundler(SortedMap<String, byte[]> files) {
    this.files = files;
  }

  /**
   * The files with modules put together, and without those that are in a bundle.
   *
   * @param files by paths; a script is a module if it imports or exports something
   */
  static SortedMap<String, byte[]> bundle(SortedMap<String, byte[]> files) throws IOException {
    return new ModuleBundler(files).bundle();
  }

  private SortedMap<String, byte[]> bundle() throws IOException {
    for (Map.Entry<String, byte[]> file : files.entrySet()) {
      String source = new String(file.getValue(), StandardCharsets.UTF_8);
      if (file.getKey().endsWith(EXTENSION) && OTHER.matcher(source).find()) {
        modules.put(file.getKey(), read(file.getKey(), source));
      }
    }
    Set<String> imported = new TreeSet<>();
    for (Map.Entry<String, Module> module : modules.entrySet()) {
      for (String path : module.getValue().imports) {
        if (!modules.containsKey(path)) {
          throw new IOException(module.getKey() + " imports " + path + ", which is no module here");
        }
        imported.add(path);
      }
    }
    SortedMap<String, byte[]> result = new TreeMap<>(files);
    for (String path : modules.keySet()) {
      if (imported.contains(path)) {
        result.remove(path);
      } else {
        result.put(path, bundleOf(path).getBytes(StandardCharsets.UTF_8));
      }
    }
    return result;
  }

  private static Module read(String path, String source) throws IOException {
    List<String> imports = new ArrayList<>();
    Matcher statement = IMPORT.matcher(source);
    while (statement.find()) {
      imports.add(Path.of(path).resolveSibling(statement.group(2)).normalize().toString().replace('\\', '/'));
    }
    Set<String> exports = new LinkedHashSet<>();
    Matcher export = EXPORT.matcher(source);
    while (export.find()) {
      exports.add(export.group(1));
    }
    Matcher other = OTHER.matcher(EXPORT.matcher(IMPORT.matcher(source).replaceAll("")).replaceAll(""));
    if (other.find()) {
      throw new IOException(path + " has a form of import or export that is not known: " + other.group());
    }
    return new Module(source, imports, exports);
  }

  private String bundleOf(String root) throws IOException {
    Map<String, String> names = new LinkedHashMap<>();
    StringBuilder bundle = new StringBuilder("// SPDX-License-Identifier: Apache-2.0\n");
    append(root, root, names, new LinkedHashSet<>(), bundle);
    return bundle.toString();
  }

  /** Appends a module after all that it imports, unless it is there. */
  private void append(String path, String root, Map<String, String> names, Set<String> open,
      StringBuilder bundle) throws IOException {
    if (names.containsKey(path)) {
      return;
    }
    if (!open.add(path)) {
      throw new IOException("modules import each other: " + open + " and again " + path);
    }
    Module module = modules.get(path);
    for (String imported : module.imports) {
      append(imported, root, names, open, bundle);
    }
    open.remove(path);
    String name = "$" + names.size();
    String body = withConstants(path, module, names);
    body = EXPORT.matcher(body).replaceAll("");
    body = body.replace(OWN_ADDRESS, "new URL('" + relative(root, path) + "', " + OWN_ADDRESS + ").href");
    bundle.append("const ").append(name).append(" = (() => { // ").append(path).append('\n').append(body)
        .append("\nreturn { ").append(String.join(", ", module.exports)).append(" };\n})();\n");
    names.put(path, name);
  }

  /** The module's source with its imports as constants. */
  private String withConstants(String path, Module module, Map<String, String> names) throws IOException {
    StringBuilder body = new StringBuilder();
    Matcher statement = IMPORT.matcher(module.source);
    for (String imported : module.imports) {
      statement.find();
      List<String> wanted = new ArrayList<>();
      for (String item : statement.group(1).split(",")) {
        String[] parts = item.trim().split(" as ");
        if (parts[0].isEmpty()) {
          continue;
        }
        if (!modules.get(imported).exports.contains(parts[0])) {
          throw new IOException(path + " imports " + parts[0] + " from " + imported + ", which has none");
        }
        wanted.add(String.join(": ", parts));
      }
      statement.appendReplacement(body, Matcher.quoteReplacement(
          "const { " + String.join(", ", wanted) + " } = " + names.get(imported) + ";"));
    }
    statement.appendTail(body);
    return body.toString();
  }

  private static String relative(String from, String to) {
    Path parent = Path.of("/" + from).getParent();
    return "./" + parent.relativize(Path.of("/" + to)).toString().replace('\\', '/');
  }
}
