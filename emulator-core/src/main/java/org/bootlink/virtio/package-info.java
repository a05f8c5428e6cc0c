// SPDX-License-Identifier: Apache-2.0
/**
 * Virtio devices behind memory-mapped registers. {@link org.bootlink.virtio.VirtioMmio} is the transport,
 * the same for every device: registers, feature negotiation, status, interrupts, and the loop that takes
 * buffers off a {@code Virtqueue}, hands each as a {@link org.bootlink.virtio.Chain} to its
 * {@link org.bootlink.virtio.VirtioDevice} and gives it back used. A device class holds only what its own
 * chapter of the specification adds.
 *
 * <p>Whatever a driver puts into registers, rings and descriptors, no exception leaves this package, no
 * byte outside of RAM is touched, and the work done before the host gets a turn is bounded: misuse sets
 * DEVICE_NEEDS_RESET, too much work makes the transport wait
 * ({@link org.bootlink.virtio.VirtioMmio#waiting}).
 *
 * <p>Specification: "Virtual I/O Device (VIRTIO) Version 1.2", OASIS Committee Specification 01, with the
 * names QueueSize and QueueSizeMax of version 1.3 for what 1.2 calls QueueNum and QueueNumMax.
 *
 * <p>Depends on {@code bus}, {@code host} and {@code device.InputQueue}, on no board.
 */
package org.bootlink.virtio;
