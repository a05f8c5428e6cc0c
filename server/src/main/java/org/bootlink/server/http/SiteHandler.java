// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.io.IOException;
import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpMethod;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.ResourceService;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;

/**
 * Answers every request: finds the file and its best form; Jetty's resource service does the conditions, the
 * ranges and the sending. It may block: reading from the jar does.
 */
final class SiteHandler extends Handler.Abstract {
  static final String ALLOWED_METHODS = "GET, HEAD";

  private final SiteCatalog catalog;
  private final ResourceService service = new ResourceService();

  SiteHandler(SiteCatalog catalog) {
    this.catalog = catalog;
    service.setEtags(true);
    service.setAcceptRanges(true);
    service.setDirAllowed(false);
  }

  @Override
  public boolean handle(Request request, Response response, Callback callback) throws IOException {
    HttpFields.Mutable headers = response.getHeaders();
    SecurityHeaders.putInto(headers);
    if (!HttpMethod.GET.is(request.getMethod()) && !HttpMethod.HEAD.is(request.getMethod())) {
      Response.writeError(request, response, callback, HttpStatus.METHOD_NOT_ALLOWED_405);
      return true;
    }
    SiteFile file = catalog.find(request.getHttpURI().getPath());
    if (file == null) {
      Response.writeError(request, response, callback, HttpStatus.NOT_FOUND_404);
      return true;
    }
    headers.put(HttpHeader.CACHE_CONTROL, file.cacheControl());
    if (file.varies()) {
      headers.put(HttpHeader.VARY, HttpHeader.ACCEPT_ENCODING.asString());
    }
    ContentCoding coding =
        new AcceptEncoding(request.getHeaders().getValuesList(HttpHeader.ACCEPT_ENCODING.asString()))
            .choose(file.forms().keySet());
    ByteBufferPool pool = request.getComponents().getByteBufferPool();
    service.doGet(
        new PreconditionHeaders(request, file.etag(coding)),
        response,
        callback,
        new SiteContent(file, coding, new ByteBufferPool.Sized(pool)));
    return true;
  }
}
