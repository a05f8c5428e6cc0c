// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.io.IOException;
import java.util.concurrent.TimeUnit;
import org.bootlink.server.store.ContentId;
import org.bootlink.server.store.ContentStore;
import org.bootlink.server.store.StoreFullException;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.http.HttpStatus;
import org.eclipse.jetty.io.Content;
import org.eclipse.jetty.server.Request;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Takes a request's content into the store as it comes, without a thread that waits for it. */
final class StoreUpload implements Runnable {
  static final String FULL = "The store is full. Save it to a file instead.";
  static final long USUAL_SECONDS = 10;

  private static final Logger LOG = LoggerFactory.getLogger(StoreUpload.class);
  private static final long MAX_NANOS = TimeUnit.MINUTES.toNanos(10);

  private final Request request;
  private final ContentStore.Incoming incoming;
  private final PlainAnswer answer;
  private final Runnable ended;
  private final long start = System.nanoTime();
  private boolean over;

  /** @param ended called once, however it ends */
  StoreUpload(Request request, ContentStore.Incoming incoming, PlainAnswer answer, Runnable ended) {
    this.request = request;
    this.incoming = incoming;
    this.answer = answer;
    this.ended = ended;
  }

  /** Takes what has come, and comes back when there is more. */
  @Override
  public void run() {
    try {
      while (true) {
        Content.Chunk chunk = request.read();
        if (chunk == null) {
          request.demand(this);
          return;
        }
        if (Content.Chunk.isFailure(chunk)) {
          end();
          answer.refuse(HttpStatus.BAD_REQUEST_400, "The upload broke off.");
          return;
        }
        try {
          incoming.write(chunk.getByteBuffer());
        } finally {
          chunk.release();
        }
        if (chunk.isLast()) {
          commit();
          return;
        }
        if (System.nanoTime() - start > MAX_NANOS) {
          end();
          answer.refuse(HttpStatus.REQUEST_TIMEOUT_408, "The upload took too long.");
          return;
        }
      }
    } catch (IOException | RuntimeException e) {
      LOG.warn("a content can't be stored", e);
      end();
      answer.refuse(HttpStatus.INTERNAL_SERVER_ERROR_500, "The server failed; its log says why.");
    }
  }

  private void commit() throws IOException {
    ContentId id;
    try {
      id = incoming.commit();
    } catch (StoreFullException e) {
      end();
      answer.send(HttpStatus.INSUFFICIENT_STORAGE_507, FULL);
      return;
    }
    end();
    answer.headers().put(HttpHeader.LOCATION, StoreHandler.PATH + id);
    answer.send(HttpStatus.CREATED_201, StoreHandler.PATH + id);
  }

  private void end() {
    if (!over) {
      over = true;
      ended.run();
      incoming.close();
    }
  }
}
