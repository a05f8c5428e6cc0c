// SPDX-License-Identifier: Apache-2.0
package org.bootlink.board;

import static org.junit.jupiter.api.Assertions.assertTrue;

import org.bootlink.bus.Ram;
import org.bootlink.memory.Blob;
import org.bootlink.memory.LinearAllocator;
import org.bootlink.memory.LinearMemory;

/** Loads many damaged kernels, one after the other, into the same RAM. */
final class LoadingBench {
  private static final int MEMORY_MIB = 16;

  private final LinearMemory memory;
  private final Ram ram;
  private final int imageAddress;

  LoadingBench(int maxImageSize) {
    memory = LinearMemory.onHeap((MEMORY_MIB << 20) + maxImageSize + 8192);
    LinearAllocator allocator = new LinearAllocator(memory);
    ram = new Ram(allocator, MemoryMap.RAM_PA, MEMORY_MIB << 20);
    imageAddress = allocator.allocate(maxImageSize, 8);
  }

  /** Whatever is wrong with {@code image}, nothing but {@link BadImageException} comes of it. */
  void loadOrRefuse(byte[] image) {
    memory.write(imageAddress, image, 0, image.length);
    Blob blob = new Blob(memory, imageAddress, image.length);
    try {
      new ImageLoader(Images.config(MEMORY_MIB, 1, null, blob, null)).load(ram);
    } catch (BadImageException e) {
      assertTrue(e.getMessage().startsWith("the kernel "), e.getMessage());
    }
  }
}
