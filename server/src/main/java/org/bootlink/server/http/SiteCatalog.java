// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.URISyntaxException;
import java.net.URL;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Stream;
import org.bootlink.server.UserException;
import org.bootlink.server.images.Image;
import org.bootlink.server.images.ImageFolder;
import org.bootlink.server.images.ImageLibrary;
import org.bootlink.server.site.Hashes;
import org.bootlink.server.site.SiteLayout;
import org.eclipse.jetty.util.resource.MemoryResource;
import org.eclipse.jetty.util.resource.Resource;
import org.eclipse.jetty.util.resource.ResourceFactory;

/** Everything that is served, by the exact path it is asked for with. */
final class SiteCatalog {
  private final ResourceFactory resources;
  private final Map<String, SiteFile> files = new ConcurrentHashMap<>();
  /** Packed disks that are still in the jar only, by path. */
  private final Map<String, SiteFile> packedInJar = new ConcurrentHashMap<>();

  /**
   * @param resources opens the jar and keeps it open while the server runs
   * @throws UserException if the jar has no site
   */
  SiteCatalog(ResourceFactory resources, ImageLibrary library) throws UserException {
    this.resources = resources;
    try {
      addSite();
      for (Image image : library.images()) {
        if (image.folder() != null) {
          addFromFolder(image, image.folder());
        }
      }
      addManifest(library.manifestJson());
    } catch (IOException | URISyntaxException e) {
      throw new UserException("the site in Bootlink's jar can't be read: " + e.getMessage());
    }
  }

  /**
   * The file at that path as the request spells it, or null. There is one spelling: the names of all files
   * are made of characters that nobody needs to escape.
   */
  SiteFile find(String path) throws IOException {
    if (packedInJar.containsKey(path)) {
      takeOutOfJar(path);
    }
    SiteFile file = files.get(path);
    return file != null && file.available().getAsBoolean() ? file : null;
  }

  private void addSite() throws IOException, URISyntaxException, UserException {
    URL url = SiteCatalog.class.getClassLoader().getResource(SiteLayout.RESOURCE_FOLDER + SiteLayout.INDEX);
    if (url == null) {
      throw new UserException("this build of Bootlink has no page: build it with Maven");
    }
    String index = url.toString();
    Resource root =
        resources.newResource(URI.create(index.substring(0, index.length() - SiteLayout.INDEX.length())));
    Map<String, Resource> found = new HashMap<>();
    Path folder = root.getPath();
    try (Stream<Path> tree = Files.walk(folder)) {
      for (Path path : (Iterable<Path>) tree.filter(Files::isRegularFile)::iterator) {
        String name = folder.relativize(path).toString().replace('\\', '/');
        found.put(name, root.resolve(name));
      }
    }
    Set<String> codedForms = new HashSet<>();
    for (String name : found.keySet()) {
      for (ContentCoding coding : ContentCoding.values()) {
        if (coding != ContentCoding.IDENTITY && found.containsKey(name + coding.extension)) {
          codedForms.add(name + coding.extension);
        }
      }
    }
    for (String name : found.keySet()) {
      if (!codedForms.contains(name)) {
        addShipped(name, found);
      }
    }
    files.put("/", files.get("/" + SiteLayout.INDEX));
  }

  private void addShipped(String name, Map<String, Resource> found) throws IOException {
    Map<ContentCoding, Resource> forms = new EnumMap<>(ContentCoding.class);
    for (ContentCoding coding : ContentCoding.values()) {
      Resource form = found.get(name + coding.extension);
      if (form != null) {
        forms.put(coding, form);
      }
    }
    boolean immutable = SiteLayout.isHashed(name);
    String tag = immutable ? name.split("/")[1] : tag(forms.get(ContentCoding.IDENTITY));
    SiteFile file = new SiteFile(MediaTypes.of(name), tag, immutable, forms, () -> true);
    put(name, file);
    if (name.endsWith(SiteLayout.PACKED_DISK_EXTENSION)) {
      packedInJar.put("/" + name, file);
    }
  }

  /** A range of what is in a jar costs as much as all of it, so a disk becomes a file when it is first used. */
  private synchronized void takeOutOfJar(String path) throws IOException {
    SiteFile inJar = packedInJar.get(path);
    if (inJar == null) {
      return;
    }
    Path copy = Files.createTempFile("bootlink", SiteLayout.PACKED_DISK_EXTENSION);
    copy.toFile().deleteOnExit();
    try (InputStream in = inJar.forms().get(ContentCoding.IDENTITY).newInputStream()) {
      Files.copy(in, copy, StandardCopyOption.REPLACE_EXISTING);
    }
    files.put(path, new SiteFile(inJar.type(), inJar.tag(), inJar.immutable(),
        Map.of(ContentCoding.IDENTITY, resources.newResource(copy)), inJar.available()));
    packedInJar.remove(path);
  }

  private void addFromFolder(Image image, ImageFolder folder) throws URISyntaxException {
    Resource resource = resources.newResource(image.location().toURI());
    put(image.path(), new SiteFile(MediaTypes.of(""), image.sha256(), true,
        Map.of(ContentCoding.IDENTITY, resource), () -> folder.isUnchanged(image)));
  }

  /** Replaces the shipped manifest if there is more than that. */
  private void addManifest(byte[] json) throws IOException {
    Resource shipped = files.get("/" + SiteLayout.MANIFEST).forms().get(ContentCoding.IDENTITY);
    Resource merged = new MemoryResource(shipped.getURI(), json);
    put(SiteLayout.MANIFEST, new SiteFile(MediaTypes.of(SiteLayout.MANIFEST), tag(merged), false,
        Map.of(ContentCoding.IDENTITY, merged), () -> true));
  }

  private void put(String name, SiteFile file) {
    files.put("/" + name, file);
  }

  private static String tag(Resource resource) throws IOException {
    try (InputStream in = resource.newInputStream()) {
      return Hashes.sha256(in.readAllBytes()).substring(0, 16);
    }
  }
}
