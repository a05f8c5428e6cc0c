// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.store;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;

/** Keeps contents under their hashes. Safe for use by several threads. */
public interface ContentStore {
  /** What it keeps and for how long. */
  StoreLimits limits();

  /**
   * Begins to take a content.
   *
   * @param sizeBytes how long it will be
   * @throws StoreFullException if there is no room for it
   */
  Incoming receive(long sizeBytes) throws IOException, StoreFullException;

  /** The content of that id, or null if it is not here (any more). */
  Stored open(ContentId id) throws IOException;

  /** A content that is being read; the reader closes it. */
  record Stored(InputStream bytes, long sizeBytes) {}

  /** A content on its way in; nobody sees it until {@link #commit}. */
  interface Incoming extends AutoCloseable {
    void write(ByteBuffer bytes) throws IOException;

    /**
     * Keeps it. When this returns it is there to stay, whatever happens to this process or computer.
     *
     * @throws StoreFullException if there is no more room for it
     */
    ContentId commit() throws IOException, StoreFullException;

    /** Drops it unless it was committed. */
    @Override
    void close();
  }
}
