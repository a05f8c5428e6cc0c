// SPDX-License-Identifier: Apache-2.0
package org.bootlink.hostile;

import net.jqwik.api.lifecycle.AroundPropertyHook;
import net.jqwik.api.lifecycle.AroundTryHook;
import net.jqwik.api.lifecycle.PropagationMode;
import net.jqwik.api.lifecycle.PropertyExecutionResult;
import net.jqwik.api.lifecycle.PropertyExecutor;
import net.jqwik.api.lifecycle.PropertyLifecycleContext;
import net.jqwik.api.lifecycle.TryExecutionResult;
import net.jqwik.api.lifecycle.TryExecutor;
import net.jqwik.api.lifecycle.TryLifecycleContext;
import java.util.List;

/** Ends a property after {@code -Dhostile.seconds}, however many tries it had asked for. */
final class TimeBudget implements AroundPropertyHook, AroundTryHook {
  /** Where every property begins, so that a build fails for what was changed and not by chance. */
  static final String SEED = "20261121";

  /** For each property; the short form of all together takes about a minute. */
  private static final int DEFAULT_SECONDS = 6;
  private static final long SECONDS = Long.getLong("hostile.seconds", DEFAULT_SECONDS);

  private static long endNanos;

  @Override
  public PropagationMode propagateTo() {
    return PropagationMode.ALL_DESCENDANTS;
  }

  @Override
  public PropertyExecutionResult aroundProperty(PropertyLifecycleContext context, PropertyExecutor property) {
    endNanos = System.nanoTime() + SECONDS * 1_000_000_000L;
    return property.execute();
  }

  @Override
  public TryExecutionResult aroundTry(
      TryLifecycleContext context, TryExecutor executor, List<Object> parameters) {
    TryExecutionResult result = executor.execute(parameters);
    boolean over = System.nanoTime() - endNanos > 0;
    return result.isSatisfied() && over ? TryExecutionResult.satisfied(true) : result;
  }
}
