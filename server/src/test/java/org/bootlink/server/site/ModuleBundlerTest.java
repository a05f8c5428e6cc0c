// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.site;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class ModuleBundlerTest {
  private final SortedMap<String, byte[]> files = new TreeMap<>();

  private void file(String path, String source) {
    files.put(path, source.getBytes(UTF_8));
  }

  private String bundled(String path) throws IOException {
    return new String(ModuleBundler.bundle(files).get(path), UTF_8);
  }

  private void assertRefused(String message) {
    IOException refused = assertThrows(IOException.class, () -> ModuleBundler.bundle(files));
    assertTrue(refused.getMessage().contains(message), refused.getMessage());
  }

  @Test
  void aRootHasAllItsModulesBeforeItAndTheOthersAreGone() throws IOException {
    file("page/main.js", "import { a } from './a.js';\nimport {\n  b as c,\n  d,\n} from '../b.js';\na(c, d);\n");
    file("page/a.js", "import { d } from '../b.js';\nexport function a() {\n  return d;\n}\n");
    file("b.js", "export const b = 1;\nexport class d {}\n");
    file("other.js", "var x;\n");
    assertEquals("// SPDX-License-Identifier: Apache-2.0\n"
        + "const $0 = (() => { // b.js\nconst b = 1;\nclass d {}\n\nreturn { b, d };\n})();\n"
        + "const $1 = (() => { // page/a.js\nconst { d } = $0;\nfunction a() {\n  return d;\n}\n\n"
        + "return { a };\n})();\n"
        + "const $2 = (() => { // page/main.js\nconst { a } = $1;\nconst { b: c, d } = $0;\na(c, d);\n\n"
        + "return {  };\n})();\n", bundled("page/main.js"));
    assertEquals(Set.of("page/main.js", "other.js"), ModuleBundler.bundle(files).keySet());
  }

  @Test
  void aModulesAddressStaysItsOwn() throws IOException {
    file("page/main.js", "import { a } from './deep/a.js';\na();\n");
    file("page/deep/a.js", "export const a = () => new URL('../../x', import.meta.url);\n");
    assertTrue(bundled("page/main.js")
        .contains("new URL('../../x', new URL('./deep/a.js', import.meta.url).href)"));
  }

  @Test
  void whatItDoesNotKnowIsRefused() {
    file("a.js", "export default 1;\n");
    assertRefused("a.js has a form of import or export that is not known: export default 1;");
    file("a.js", "import * as b from './b.js';\n");
    assertRefused("not known");
    file("a.js", "import { b } from './b.js';\n");
    assertRefused("a.js imports b.js, which is no module here");
    file("b.js", "export const c = 1;\n");
    assertRefused("a.js imports b from b.js, which has none");
    file("b.js", "import { a } from './a.js';\nexport const b = a;\n");
    file("a.js", "import { b } from './b.js';\nexport const a = b;\n");
    file("main.js", "import { a } from './a.js';\na();\n");
    assertRefused("modules import each other");
  }
}
