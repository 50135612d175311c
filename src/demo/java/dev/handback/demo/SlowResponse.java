package dev.handback.demo;

import jakarta.servlet.ServletOutputStream;
import jakarta.servlet.WriteListener;
import jakarta.servlet.http.HttpServletResponse;
import jakarta.servlet.http.HttpServletResponseWrapper;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.util.function.IntSupplier;

/** An answer that leaves at the speed of a thin line, which may change meanwhile. */
final class SlowResponse extends HttpServletResponseWrapper {
    private static final int SLICES_A_SECOND = 10;

    private final IntSupplier bytesPerSecond;

    SlowResponse(HttpServletResponse response, IntSupplier bytesPerSecond) {
        super(response);
        this.bytesPerSecond = bytesPerSecond;
    }

    @Override
    public ServletOutputStream getOutputStream() throws IOException {
        return new SlowStream(super.getOutputStream());
    }

    private final class SlowStream extends ServletOutputStream {
        private final ServletOutputStream out;

        private SlowStream(ServletOutputStream out) {
            this.out = out;
        }

        @Override
        public void write(byte[] bytes, int offset, int length) throws IOException {
            for (int sent = 0; sent < length; ) {
                int speed = bytesPerSecond.getAsInt();
                int slice = speed == 0 ? length - sent : Math.min(length - sent, Math.max(1, speed / SLICES_A_SECOND));
                out.write(bytes, offset + sent, slice);
                sent += slice;
                if (speed > 0) {
                    out.flush();
                    pause();
                }
            }
        }

        @Override
        public void write(int one) throws IOException {
            write(new byte[] {(byte) one}, 0, 1);
        }

        @Override
        public void flush() throws IOException {
            out.flush();
        }

        @Override
        public void close() throws IOException {
            out.close();
        }

        @Override
        public boolean isReady() {
            return out.isReady();
        }

        @Override
        public void setWriteListener(WriteListener listener) {
            out.setWriteListener(listener);
        }

        private static void pause() throws IOException {
            try {
                Thread.sleep(1000 / SLICES_A_SECOND);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new InterruptedIOException("the server stops");
            }
        }
    }
}
