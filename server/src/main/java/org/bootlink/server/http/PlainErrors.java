// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.server.handler.ErrorHandler;
import org.eclipse.jetty.util.BufferUtil;
import org.eclipse.jetty.util.Callback;

/** Errors as a line of plain text, which repeats nothing that the request brought. */
final class PlainErrors extends ErrorHandler {
  private static final String TYPE = "text/plain; charset=utf-8";

  @Override
  public boolean handle(Request request, Response response, Callback callback) {
    int status = response.getStatus();
    HttpFields.Mutable headers = response.getHeaders();
    SecurityHeaders.putInto(headers);
    if (status == HttpStatus.NOT_MODIFIED_304) {
      // Jetty reports it like an error, but it stands for the file: all headers stay the file's.
      response.write(true, BufferUtil.EMPTY_BUFFER, callback);
      return true;
    }
    headers.put(HttpHeader.CACHE_CONTROL, "no-cache");
    if (status == HttpStatus.METHOD_NOT_ALLOWED_405) {
      headers.put(HttpHeader.ALLOW, SiteHandler.ALLOWED_METHODS);
    }
    byte[] text = text(status);
    headers.put(HttpHeader.CONTENT_TYPE, TYPE);
    headers.put(HttpHeader.CONTENT_LENGTH, text.length);
    response.write(true, ByteBuffer.wrap(text), callback);
    return true;
  }

  private static byte[] text(int status) {
    String words =
        switch (status) {
          case HttpStatus.BAD_REQUEST_400 -> "The request is malformed.";
          case HttpStatus.NOT_FOUND_404 -> "There is nothing at this address. The machine is at /.";
          case HttpStatus.METHOD_NOT_ALLOWED_405 ->
              "Only GET and HEAD are answered here: the machine runs in the browser.";
          case HttpStatus.PRECONDITION_FAILED_412 -> "The file is not the one that the request requires.";
          case HttpStatus.URI_TOO_LONG_414 -> "The address is too long.";
          case HttpStatus.RANGE_NOT_SATISFIABLE_416 -> "The range lies outside of the file.";
          case HttpStatus.REQUEST_HEADER_FIELDS_TOO_LARGE_431 -> "The request's headers are too long.";
          case HttpStatus.INTERNAL_SERVER_ERROR_500 -> "The server failed; its log says why.";
          default -> HttpStatus.getMessage(status);
        };
    return (status + " " + words + "\n").getBytes(StandardCharsets.UTF_8);
  }
}
