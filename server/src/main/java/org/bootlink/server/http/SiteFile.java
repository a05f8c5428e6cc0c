// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.util.Map;
import java.util.function.BooleanSupplier;
import org.eclipse.jetty.util.resource.Resource;

/**
 * One path of the site.
 *
 * @param type content type
 * @param tag what identifies the content among all that this path ever had
 * @param immutable whether this path always has this content
 * @param forms the bytes, in every coding that there is; {@code IDENTITY} always
 * @param available false if the bytes are no longer what they were when the server started
 */
record SiteFile(
    String type,
    String tag,
    boolean immutable,
    Map<ContentCoding, Resource> forms,
    BooleanSupplier available) {

  /** The entity tag, with quotes, of one form: a strong one, as it names the very bytes. */
  String etag(ContentCoding coding) {
    return '"' + tag + (coding == ContentCoding.IDENTITY ? "" : "--" + coding.token) + '"';
  }

  String cacheControl() {
    return immutable ? "public, max-age=31536000, immutable" : "no-cache";
  }

  boolean varies() {
    return forms.size() > 1;
  }
}
