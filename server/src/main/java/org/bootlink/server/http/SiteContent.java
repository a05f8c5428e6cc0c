// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.time.Instant;
import java.util.Set;
import org.eclipse.jetty.http.CompressedContentFormat;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.MimeTypes;
import org.eclipse.jetty.http.content.HttpContent;
import org.eclipse.jetty.io.ByteBufferPool;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.io.IOResources;
import org.eclipse.jetty.util.Callback;
import org.eclipse.jetty.util.resource.Resource;

/** One form of a file, as Jetty's resource service sends it. It has no date: builds share one. */
final class SiteContent implements HttpContent {
  private final SiteFile file;
  private final ContentCoding coding;
  private final Resource resource;
  private final ByteBufferPool.Sized buffers;

  SiteContent(SiteFile file, ContentCoding coding, ByteBufferPool.Sized buffers) {
    this.file = file;
    this.coding = coding;
    this.resource = file.forms().get(coding);
    this.buffers = buffers;
  }

  @Override
  public HttpField getContentType() {
    return new HttpField(HttpHeader.CONTENT_TYPE, file.type());
  }

  @Override
  public HttpField getContentEncoding() {
    return coding == ContentCoding.IDENTITY ? null : new HttpField(HttpHeader.CONTENT_ENCODING, coding.token);
  }

  @Override
  public HttpField getContentLength() {
    return new HttpField.LongValueHttpField(HttpHeader.CONTENT_LENGTH, getContentLengthValue());
  }

  @Override
  public long getContentLengthValue() {
    return resource.length();
  }

  @Override
  public HttpField getETag() {
    return new HttpField(HttpHeader.ETAG, file.etag(coding));
  }

  @Override
  public HttpField getLastModified() {
    return null;
  }

  @Override
  public Instant getLastModifiedInstant() {
    return Instant.EPOCH;
  }

  @Override
  public String getCharacterEncoding() {
    return null;
  }

  @Override
  public MimeTypes.Type getMimeType() {
    return null;
  }

  @Override
  public Resource getResource() {
    return resource;
  }

  /** Empty, so that Jetty looks for no other forms. */
  @Override
  public Set<CompressedContentFormat> getPreCompressedContentFormats() {
    return Set.of();
  }

  @Override
  public void writeTo(Content.Sink sink, long offset, long length, Callback callback) {
    IOResources.copy(resource, sink, buffers, offset, length, callback);
  }
}
