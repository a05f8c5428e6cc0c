// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import org.eclipse.jetty.http.HttpFields;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Request;

/**
 * A request without the headers that have no meaning for a file that has no date, and without a range that
 * is asked for only on a condition that doesn't hold (RFC 9110, "If-Range"; Jetty doesn't look at it).
 */
final class PreconditionHeaders extends Request.Wrapper {
  private final HttpFields headers;

  PreconditionHeaders(Request request, String etag) {
    super(request);
    HttpFields.Mutable kept = HttpFields.build(request.getHeaders());
    kept.remove(HttpHeader.IF_MODIFIED_SINCE);
    kept.remove(HttpHeader.IF_UNMODIFIED_SINCE);
    String ifRange = kept.get(HttpHeader.IF_RANGE);
    if (ifRange != null && !ifRange.equals(etag)) {
      kept.remove(HttpHeader.RANGE);
    }
    headers = kept.asImmutable();
  }

  @Override
  public HttpFields getHeaders() {
    return headers;
  }
}
