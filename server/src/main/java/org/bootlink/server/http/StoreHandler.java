// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import org.bootlink.server.store.ContentId;
import org.bootlink.server.store.ContentStore;
import org.bootlink.server.store.StoreFullException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * What people share, below {@code /s/}:
 * <pre>
 *  GET  /s/             what the store takes, as JSON: maxBytes, days (0: for ever)
 *  POST /s/             stores the body; answers 201 with the address /s/ID
 *  GET  /s/ID           sends a browser to the page, which opens it
 *  GET  /s/ID/content   the bytes
 * </pre>
 * Pages of other sites can't use it: storing needs a content type that a browser asks the server about first,
 * and the server never agrees.
 */
final class StoreHandler extends Handler.Abstract {
  static final String PATH = "/s/";
  static final String TYPE = "application/octet-stream";

  private static final String CONTENT = "/content";
  private static final String FOR_EVER = "public, max-age=31536000, immutable";

  private final ContentStore store;
  private final StoreQuota quota;

  StoreHandler(ContentStore store, StoreQuota quota) {
    this.store = store;
    this.quota = quota;
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    String path = request.getHttpURI().getPath();
    if (path == null || !path.startsWith(PATH)) {
      return false;
    }
    HttpFields.Mutable headers = response.getHeaders();
    SecurityHeaders.putInto(headers);
    headers.put("Cross-Origin-Resource-Policy", "same-origin");
    headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
    PlainAnswer answer = new PlainAnswer(response, callback);
    String name = path.substring(PATH.length());
    boolean reads = HttpMethod.GET.is(request.getMethod()) || HttpMethod.HEAD.is(request.getMethod());
    if (name.isEmpty() && HttpMethod.POST.is(request.getMethod())) {
      receive(request, answer);
    } else if (!reads) {
      headers.put(HttpHeader.ALLOW, name.isEmpty() ? "GET, HEAD, POST" : "GET, HEAD");
      answer.send(HttpStatus.METHOD_NOT_ALLOWED_405, "Nothing can be changed here.");
    } else if (name.isEmpty()) {
      headers.put(HttpHeader.CONTENT_TYPE, "application/json");
      answer.send(HttpStatus.OK_200, "{\"maxBytes\":%d,\"days\":%d}".formatted(
          store.limits().maxContentBytes(), store.limits().expiry().toDays()));
    } else {
      give(name, request, response, callback, answer);
    }
    return true;
  }

  private void give(String name, Request request, Response response, Callback callback, PlainAnswer answer)
      throws IOException {
    boolean bytes = name.endsWith(CONTENT);
    String text = bytes ? name.substring(0, name.length() - CONTENT.length()) : name;
    ContentId id = ContentId.parse(text);
    ContentStore.Stored stored = id == null ? null : store.open(id);
    HttpFields.Mutable headers = response.getHeaders();
    if (stored == null) {
      answer.send(HttpStatus.NOT_FOUND_404, "Nothing is stored at this address, or not any more.");
    } else if (!bytes) {
      stored.bytes().close();
      headers.put(HttpHeader.LOCATION, "../#session=s." + id);
      answer.send(HttpStatus.FOUND_302, "The page opens it.");
    } else {
      headers.put(HttpHeader.CACHE_CONTROL, FOR_EVER);
      headers.put(HttpHeader.CONTENT_TYPE, TYPE);
      headers.put(HttpHeader.CONTENT_LENGTH, stored.sizeBytes());
      headers.put("Content-Disposition", "attachment");
      response.setStatus(HttpStatus.OK_200);
      ByteBufferPool pool = request.getComponents().getByteBufferPool();
      Content.Source source = Content.Source.from(new ByteBufferPool.Sized(pool), stored.bytes());
      if (HttpMethod.HEAD.is(request.getMethod())) {
        stored.bytes().close();
        response.write(true, null, callback);
      } else {
        Content.copy(source, response, callback);
      }
    }
  }

  private void receive(Request request, PlainAnswer answer) throws IOException {
    HttpFields headers = request.getHeaders();
    String site = headers.get("Sec-Fetch-Site");
    long size = request.getLength();
    long max = store.limits().maxContentBytes();
    if (site != null && !site.equals("same-origin") && !site.equals("none")) {
      answer.refuse(HttpStatus.FORBIDDEN_403, "Only this server's own page may store here.");
    } else if (!TYPE.equals(headers.get(HttpHeader.CONTENT_TYPE))) {
      answer.refuse(HttpStatus.UNSUPPORTED_MEDIA_TYPE_415, "The content type has to be " + TYPE + ".");
    } else if (size < 0) {
      answer.refuse(HttpStatus.LENGTH_REQUIRED_411, "The request has to say how long its content is.");
    } else if (size > max) {
      answer.refuse(HttpStatus.PAYLOAD_TOO_LARGE_413,
          "This has %d bytes; at most %d are kept here.".formatted(size, max));
    } else {
      receive(request, size, answer);
    }
  }

  private void receive(Request request, long size, PlainAnswer answer) throws IOException {
    InetAddress peer = ((InetSocketAddress) request.getConnectionMetaData().getRemoteSocketAddress()).getAddress();
    long wait = quota.take(peer, size);
    if (wait > 0) {
      answer.retryAfter(wait);
      answer.refuse(HttpStatus.TOO_MANY_REQUESTS_429,
          "Too much was stored in a short time. Try again in %d seconds.".formatted(wait));
      return;
    }
    if (!quota.begin(peer)) {
      answer.retryAfter(StoreUpload.USUAL_SECONDS);
      answer.refuse(HttpStatus.SERVICE_UNAVAILABLE_503, "Too many uploads go on just now. Try again soon.");
      return;
    }
    ContentStore.Incoming incoming;
    try {
      incoming = store.receive(size);
    } catch (StoreFullException e) {
      quota.ended(peer);
      answer.refuse(HttpStatus.INSUFFICIENT_STORAGE_507, StoreUpload.FULL);
      return;
    } catch (IOException | RuntimeException e) {
      quota.ended(peer);
      throw e;
    }
    new StoreUpload(request, incoming, answer, () -> quota.ended(peer)).run();
  }
}
