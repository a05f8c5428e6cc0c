// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.disk;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.ConnectException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.bootlink.server.UserException;

/**
 * A file on a web server, of which parts are read by range requests (RFC 9110, "Range Requests"). Its size and
 * entity tag are those of the first answer, and each later one must agree. Safe for use by several threads.
 */
final class HttpBytes implements ByteSource {
  private static final Pattern ADDRESS = Pattern.compile("(?i)https?://.*");
  private static final Pattern CONTENT_RANGE = Pattern.compile("bytes (\\d+)-(\\d+)/(\\d+)");
  /** Enough for header and index of most packed disks. */
  private static final int FIRST_BYTES = 64 << 10;
  private static final Duration PATIENCE = Duration.ofSeconds(20);
  /** Slower than this the rest of an answer is given up. */
  private static final int MIN_BYTES_PER_SECOND = 16 << 10;
  private static final int OK = 200;
  private static final int PARTIAL_CONTENT = 206;
  private static final int BAD_REQUEST = 400;

  private final URI address;
  private final HttpClient client = HttpClient.newBuilder()
      .connectTimeout(PATIENCE).followRedirects(HttpClient.Redirect.NORMAL).build();
  private final byte[] first;
  private final long sizeBytes;
  private final String entityTag;

  static boolean isAddress(String text) {
    return ADDRESS.matcher(text).matches();
  }

  /**
   * Asks for the first part.
   *
   * @throws UserException if that is no address
   * @throws IOException if that fails, or the server doesn't send parts
   */
  static HttpBytes open(String address) throws UserException, IOException {
    URI uri;
    try {
      uri = URI.create(address);
    } catch (IllegalArgumentException e) {
      throw new UserException("disk " + address + ": that is no address");
    }
    if (uri.getHost() == null) {
      throw new UserException("disk " + address + ": that is no address");
    }
    return new HttpBytes(uri);
  }

  private HttpBytes(URI address) throws IOException {
    this.address = address;
    HttpResponse<InputStream> answer = ask(0, FIRST_BYTES);
    try (InputStream body = answer.body()) {
      requireNoPage(answer);
      if (answer.statusCode() == OK) {
        throw new IOException("its server sends whole files only, no ranges of them; download it first");
      }
      requireStatus(answer);
      Matcher range = rangeOf(answer, 0);
      sizeBytes = Long.parseLong(range.group(3));
      entityTag = answer.headers().firstValue("etag").orElse("");
      first = readBody(body, (int) Math.min(FIRST_BYTES, sizeBytes));
    } catch (NumberFormatException e) {
      throw new IOException("its server tells an impossible size");
    }
  }

  @Override
  public long sizeBytes() {
    return sizeBytes;
  }

  /** What tells this version of the file from others, as far as the server says. */
  String version() {
    return address + " " + sizeBytes + " " + entityTag;
  }

  @Override
  public byte[] read(long position, int length) throws IOException {
    if (position > sizeBytes - length) {
      throw new EOFException("it is shorter than it says");
    }
    if (position + length <= first.length) {
      return Arrays.copyOfRange(first, (int) position, (int) position + length);
    }
    HttpResponse<InputStream> answer = ask(position, length);
    try (InputStream body = answer.body()) {
      requireNoPage(answer);
      requireStatus(answer);
      String tag = answer.headers().firstValue("etag").orElse("");
      if (Long.parseLong(rangeOf(answer, position).group(3)) != sizeBytes || !tag.equals(entityTag)) {
        throw new IOException("the server has another file there by now");
      }
      return readBody(body, length);
    }
  }

  @Override
  public void close() {}

  private HttpResponse<InputStream> ask(long position, int length) throws IOException {
    HttpRequest request = HttpRequest.newBuilder(address).timeout(PATIENCE)
        .header("range", "bytes=" + position + "-" + (position + length - 1)).build();
    try {
      return client.send(request, HttpResponse.BodyHandlers.ofInputStream());
    } catch (HttpTimeoutException e) {
      throw new IOException("the server does not answer");
    } catch (ConnectException e) {
      throw new IOException("the server can't be reached");
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new InterruptedIOException("interrupted");
    } catch (IOException e) {
      throw new IOException("the connection broke off (" + e.getMessage() + ")");
    }
  }

  /** Servers show a web page for whatever they don't have, some as if it were the file. */
  private static void requireNoPage(HttpResponse<?> answer) throws IOException {
    String type = answer.headers().firstValue("content-type").orElse("").toLowerCase(Locale.ROOT);
    if (answer.statusCode() < BAD_REQUEST && type.startsWith("text/html")) {
      throw new IOException("the server answers with a web page instead of a disk image");
    }
  }

  private static void requireStatus(HttpResponse<?> answer) throws IOException {
    if (answer.statusCode() != PARTIAL_CONTENT) {
      throw new IOException("the server answers " + answer.statusCode());
    }
  }

  /** The answer's Content-Range: in its groups first byte, last byte, size of the whole. */
  private static Matcher rangeOf(HttpResponse<?> answer, long position) throws IOException {
    Matcher range = CONTENT_RANGE.matcher(answer.headers().firstValue("content-range").orElse(""));
    if (!range.matches() || !range.group(1).equals(Long.toString(position))) {
      throw new IOException("the server answers with another part than it was asked for, or without its size");
    }
    return range;
  }

  private static byte[] readBody(InputStream body, int length) throws IOException {
    long seconds = PATIENCE.toSeconds() + length / MIN_BYTES_PER_SECOND;
    CompletableFuture<Void> giveUp = CompletableFuture.runAsync(() -> close(body),
        CompletableFuture.delayedExecutor(seconds, TimeUnit.SECONDS));
    try {
      byte[] bytes = body.readNBytes(length);
      if (bytes.length != length) {
        throw new EOFException("the connection broke off");
      }
      return bytes;
    } catch (EOFException e) {
      throw e;
    } catch (IOException e) {
      throw new IOException("the connection broke off");
    } finally {
      giveUp.cancel(false);
    }
  }

  private static void close(InputStream body) {
    try {
      body.close();
    } catch (IOException e) {
      // Nobody reads it any more.
    }
  }
}
