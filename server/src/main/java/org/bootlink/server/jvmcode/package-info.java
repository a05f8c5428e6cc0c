// SPDX-License-Identifier: Apache-2.0
/**
 * Stack code as JVM bytecode: {@link org.bootlink.server.jvmcode.JvmCodeHost} makes each function a hidden class,
 * which goes when the table no longer has it.
 *
 * <p>{@link org.bootlink.server.jvmcode.FunctionClass} writes the class, {@link
 * org.bootlink.server.jvmcode.MethodEmitter} goes through the recording, {@link
 * org.bootlink.server.jvmcode.BytecodeWriter} knows which values are on the operand stack, so that it can write
 * the frames that the verifier asks for. All locals are set at the start: then every frame has the same ones.
 *
 * <p>HotSpot compiles no method of more than 8,000 bytes; a function that would be larger is refused.
 *
 * <p>Knows no RISC-V; depends on code and memory.
 */
package org.bootlink.server.jvmcode;
