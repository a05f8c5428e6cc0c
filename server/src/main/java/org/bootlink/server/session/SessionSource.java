// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.session;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;
import org.bootlink.server.UserException;
import org.bootlink.server.site.Hashes;
import org.bootlink.session.BadSessionException;

/** Finds a session's bytes by what a person has of it: a file, or a link of any kind. */
public final class SessionSource {
  static final int MAX_BYTES = 64 << 20;

  private static final Pattern FRAGMENT = Pattern.compile("#session=(.)(.*)", Pattern.DOTALL);
  private static final Pattern STORED = Pattern.compile("/s/([0-9a-f]{64})");
  private static final Duration PATIENCE = Duration.ofSeconds(20);

  private SessionSource() {}

  /**
   * The session's file.
   *
   * @param where a file, which may hold a link; an address; or only the part of one that begins with #
   * @throws BadSessionException if a link is damaged
   * @throws UserException if there is nothing
   */
  public static byte[] read(String where) throws UserException, IOException, InterruptedException {
    if (where.startsWith("http://") || where.startsWith("https://") || where.startsWith("#")) {
      return readLink(where);
    }
    Path file = Path.of(where);
    try {
      if (Files.size(file) > MAX_BYTES) {
        throw new BadSessionException(where + " is larger than any session");
      }
      byte[] bytes = Files.readAllBytes(file);
      String text = bytes.length < 1 << 20 ? new String(bytes, StandardCharsets.ISO_8859_1).strip() : "";
      return text.startsWith("http") || text.startsWith("#session=") ? readLink(text) : bytes;
    } catch (NoSuchFileException e) {
      throw new UserException(where + " does not exist");
    } catch (IOException e) {
      throw new UserException(where + " can't be read");
    }
  }

  private static byte[] readLink(String link) throws UserException, IOException, InterruptedException {
    Matcher fragment = FRAGMENT.matcher(link);
    if (!fragment.find()) {
      Matcher stored = STORED.matcher(link);
      if (!stored.find()) {
        throw new UserException(link + " is no link to a session");
      }
      return fetch(link, stored.group(1));
    }
    String text = fragment.group(2);
    return switch (fragment.group(1)) {
      case "0" -> decode(text);
      case "1" -> inflate(decode(text));
      case "s" -> {
        if (!text.matches("\\.[0-9a-f]{64}") || fragment.start() == 0) {
          throw new BadSessionException("this link does not say where the session is stored");
        }
        yield fetch(URI.create(link.substring(0, fragment.start())).resolve("/s/" + text.substring(1)).toString(),
            text.substring(1));
      }
      default -> throw new BadSessionException("this link was made by a later version of Bootlink, or is damaged");
    };
  }

  private static byte[] decode(String text) {
    try {
      return Base64.getUrlDecoder().decode(text);
    } catch (IllegalArgumentException e) {
      throw new BadSessionException("this link is damaged; was it copied whole?");
    }
  }

  private static byte[] inflate(byte[] deflated) {
    Inflater inflater = new Inflater(true);
    try {
      inflater.setInput(deflated);
      ByteArrayOutputStream bytes = new ByteArrayOutputStream();
      byte[] piece = new byte[1 << 16];
      while (!inflater.finished()) {
        int length = inflater.inflate(piece);
        bytes.write(piece, 0, length);
        if (length == 0 && (inflater.needsInput() || inflater.needsDictionary()) || bytes.size() > MAX_BYTES) {
          throw new BadSessionException("this link is damaged; was it copied whole?");
        }
      }
      return bytes.toByteArray();
    } catch (DataFormatException e) {
      throw new BadSessionException("this link is damaged; was it copied whole?");
    } finally {
      inflater.end();
    }
  }

  private static byte[] fetch(String address, String sha256)
      throws UserException, IOException, InterruptedException {
    HttpRequest request;
    try {
      request = HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
    } catch (IllegalArgumentException e) {
      throw new UserException(address + " is no address");
    }
    try {
      HttpResponse<InputStream> answer = HttpClient.newBuilder().connectTimeout(PATIENCE).build()
          .send(request, HttpResponse.BodyHandlers.ofInputStream());
      try (InputStream body = answer.body()) {
        if (answer.statusCode() != 200) {
          throw new UserException(address + ": the server answers " + answer.statusCode()
              + (answer.statusCode() == 404 ? ": it does not have this session, or no longer" : ""));
        }
        byte[] bytes = body.readNBytes(MAX_BYTES + 1);
        if (bytes.length > MAX_BYTES || !Hashes.sha256(bytes).equals(sha256)) {
          throw new BadSessionException("the server at " + address + " has something else than this session");
        }
        return bytes;
      }
    } catch (IOException e) {
      throw new UserException(address + " can't be reached: " + e.getClass().getSimpleName());
    }
  }
}
