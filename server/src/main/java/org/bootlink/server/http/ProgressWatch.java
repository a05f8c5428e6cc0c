// SPDX-License-Identifier: Apache-2.0
package org.bootlink.server.http;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import org.eclipse.jetty.io.Connection;
import org.eclipse.jetty.util.component.AbstractLifeCycle;
import org.eclipse.jetty.util.thread.ScheduledExecutorScheduler;
import org.eclipse.jetty.util.thread.Scheduler;

/**
 * Closes connections that stay open without getting on. Jetty's idle timeout begins anew with every byte, so a
 * peer that sends one now and then, or reads one, would keep its connection for ever. Here a connection has
 * to finish a response, or take or send 16 KiB of content, within each period; the period is short while there
 * are as many connections as there may be.
 */
final class ProgressWatch extends AbstractLifeCycle implements Connection.Listener {
  private static final long PROGRESS_BYTES = 16 * 1024;
  private static final int LOOKS_PER_PERIOD = 4;

  private final PeerLimits limits;
  private final Map<Connection, Mark> marks = new ConcurrentHashMap<>();
  private final Scheduler scheduler = new ScheduledExecutorScheduler("http-watch", true);

  /** How far a connection had come when it last got on. */
  private record Mark(long responses, long bytesOut, long bytesIn, long nanos) {}

  ProgressWatch(PeerLimits limits) {
    this.limits = limits;
  }

  @Override
  public void onOpened(Connection connection) {
    marks.put(connection, mark(connection));
  }

  @Override
  public void onClosed(Connection connection) {
    marks.remove(connection);
  }

  int connections() {
    return marks.size();
  }

  @Override
  protected void doStart() throws Exception {
    scheduler.start();
    lookLater();
  }

  @Override
  protected void doStop() throws Exception {
    scheduler.stop();
  }

  private void lookLater() {
    int shortest = Math.min(limits.progressMillis(), PeerLimits.PROGRESS_MILLIS_WHEN_FULL);
    scheduler.schedule(this::look, shortest / LOOKS_PER_PERIOD, TimeUnit.MILLISECONDS);
  }

  private void look() {
    boolean full = marks.size() >= limits.maxConnections();
    int millis = full ? PeerLimits.PROGRESS_MILLIS_WHEN_FULL : limits.progressMillis();
    marks.forEach((connection, mark) -> look(connection, mark, TimeUnit.MILLISECONDS.toNanos(millis)));
    lookLater();
  }

  private void look(Connection connection, Mark before, long periodNanos) {
    Mark now = mark(connection);
    boolean gotOn = now.responses != before.responses
        || now.bytesOut - before.bytesOut >= PROGRESS_BYTES
        || now.bytesIn - before.bytesIn >= PROGRESS_BYTES;
    if (gotOn) {
      marks.replace(connection, before, now);
    } else if (now.nanos - before.nanos >= periodNanos) {
      connection.getEndPoint().close();
    }
  }

  private static Mark mark(Connection connection) {
    return new Mark(connection.getMessagesOut(), connection.getBytesOut(),
        connection.getBytesIn(), System.nanoTime());
  }
}
