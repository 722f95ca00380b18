/* Lucene.java - Lucene beside newsidx
 *
 *     java -cp ... Lucene FIELDS INDEX THREADS
 *
 * FIELDS as texts.py writes it: per article five fields, each its length in
 * four bytes, high first, and its UTF-8.  The reading is one thread's at a
 * time and costs nearly nothing; all else is done by THREADS threads.
 */
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.FileInputStream;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Paths;

import org.apache.lucene.analysis.standard.StandardAnalyzer;
import org.apache.lucene.document.Document;
import org.apache.lucene.document.Field.Store;
import org.apache.lucene.document.StringField;
import org.apache.lucene.document.TextField;
import org.apache.lucene.index.IndexWriter;
import org.apache.lucene.index.IndexWriterConfig;
import org.apache.lucene.store.FSDirectory;

public class Lucene {
	static final int FIELDS = 5; /* id, title, date, source, body */
	static final int BATCH = 64;
	static final double BUFFER_MB = 256;

	static DataInputStream in;
	static IndexWriter writer;
	static volatile Throwable fault;

	/* The next articles; false when there are none. */
	static synchronized int read(byte[][][] batch) throws IOException {
		int n = 0;
		try {
			for (; n < BATCH; n++)
				for (int f = 0; f < FIELDS; f++) {
					batch[n][f] = new byte[in.readInt()];
					in.readFully(batch[n][f]);
				}
		} catch (EOFException end) {
			/* n are whole. */
		}
		return n;
	}

	static String text(byte[] b) {
		return new String(b, StandardCharsets.UTF_8);
	}

	static void add(byte[][] a) throws IOException {
		Document d = new Document();
		d.add(new StringField("id", text(a[0]), Store.YES));
		d.add(new TextField("title", text(a[1]), Store.YES));
		d.add(new StringField("date", text(a[2]), Store.YES));
		d.add(new StringField("source", text(a[3]), Store.YES));
		d.add(new TextField("body", text(a[4]), Store.YES));
		writer.addDocument(d);
	}

	static void work() {
		byte[][][] batch = new byte[BATCH][FIELDS][];
		try {
			for (int n; (n = read(batch)) > 0;)
				for (int i = 0; i < n; i++)
					add(batch[i]);
		} catch (Throwable e) {
			fault = e;
		}
	}

	public static void main(String[] args) throws Exception {
		IndexWriterConfig c =
			new IndexWriterConfig(new StandardAnalyzer());
		c.setRAMBufferSizeMB(BUFFER_MB);
		c.setOpenMode(IndexWriterConfig.OpenMode.CREATE);
		in = new DataInputStream(new BufferedInputStream(
			new FileInputStream(args[0]), 1 << 20));
		writer = new IndexWriter(FSDirectory.open(Paths.get(args[1])), c);
		Thread[] t = new Thread[Integer.parseInt(args[2])];
		for (int i = 0; i < t.length; i++) {
			t[i] = new Thread(Lucene::work);
			t[i].start();
		}
		for (Thread each : t)
			each.join();
		writer.close(); /* commits, and waits for the disk */
		if (fault != null)
			throw new Exception(fault);
	}
}
