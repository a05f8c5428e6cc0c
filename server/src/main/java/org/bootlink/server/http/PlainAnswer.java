// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpHeaderValue;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/** Answers a request with a status and a line of text. */
final class PlainAnswer {
  private static final String TYPE = "text/plain; charset=utf-8";

  private final Response response;
  private final Callback callback;

  PlainAnswer(Response response, Callback callback) {
    this.response = response;
    this.callback = callback;
  }

  HttpFields.Mutable headers() {
    return response.getHeaders();
  }

  void retryAfter(long seconds) {
    headers().put(HttpHeader.RETRY_AFTER, seconds);
  }

  /** Answers without having read what the request brought, so the connection ends. */
  void refuse(int status, String text) {
    headers().put(HttpHeader.CONNECTION, HttpHeaderValue.CLOSE.asString());
    send(status, text);
  }

  void send(int status, String text) {
    byte[] bytes = (text + "\n").getBytes(StandardCharsets.UTF_8);
    response.setStatus(status);
    if (!headers().contains(HttpHeader.CONTENT_TYPE)) {
      headers().put(HttpHeader.CONTENT_TYPE, TYPE);
    }
    headers().put(HttpHeader.CONTENT_LENGTH, bytes.length);
    response.write(true, ByteBuffer.wrap(bytes), callback);
  }
}
