using System;
using System.IO;
using NLog;
using NLog.Targets;
using Pmip.Appliance.Configuration;

namespace Pmip.Appliance.Logging.Targets;

/// <summary>
/// Files by NLog's own target. With an archive name the file that is written keeps its name, so that it can be followed; and since
/// the target removes whatever looks like an archive of its own, the folder is the log's alone.
/// </summary>
internal sealed class LogFileTarget : FileTarget
{
    private readonly LogLosses _losses;
    private bool _isOpen;
    private bool _hasFailed;

    /// <summary>Counts its lines in <paramref name="losses"/>.</summary>
    public LogFileTarget(LogFileConfiguration configuration, LogLosses losses)
    {
        Name = "file";
        FileName = Path.Combine(configuration.Folder, "pmipd.log");
        ArchiveFileName = Path.Combine(configuration.Folder, "pmipd.old.log");
        ArchiveAboveSize = configuration.SizeKilobytes * 1024L;
        MaxArchiveFiles = configuration.Count - 1;
        KeepFileOpen = true;
        CreateDirs = true;
        Layout = LineLayout.Timed();
        _losses = losses;
    }

    // NLog keeps what fails to itself, so the stream tells.
    /// <inheritdoc/>
    protected override void Write(LogEventInfo logEvent)
    {
        _hasFailed = false;
        try
        {
            base.Write(logEvent);
        }
        finally
        {
            _losses.Count(_isOpen && !_hasFailed);
        }
    }

    /// <inheritdoc/>
    protected override Stream CreateFileStream(string filePath, int bufferSize)
    {
        _isOpen = false;
        Stream stream = new LogStream(base.CreateFileStream(filePath, bufferSize), () => _hasFailed = true);
        _isOpen = true;
        return stream;
    }

    /// <summary>A file that tells when it takes nothing: the disk is full or gone.</summary>
    private sealed class LogStream(Stream file, Action failed) : Stream
    {
        public override bool CanRead => false;

        public override bool CanSeek => file.CanSeek;

        public override bool CanWrite => file.CanWrite;

        public override long Length => file.Length;

        public override long Position
        {
            get => file.Position;
            set => file.Position = value;
        }

        public override void Flush() => Tell(file.Flush);

        public override int Read(byte[] buffer, int offset, int count) => file.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => file.Seek(offset, origin);

        public override void SetLength(long value) => file.SetLength(value);

        public override void Write(byte[] buffer, int offset, int count) => Tell(() => file.Write(buffer, offset, count));

        protected override void Dispose(bool disposing)
        {
            if (disposing)
            {
                Tell(file.Dispose);
            }

            base.Dispose(disposing);
        }

        private void Tell(Action action)
        {
            bool isDone = false;
            try
            {
                action();
                isDone = true;
            }
            finally
            {
                if (!isDone)
                {
                    failed();
                }
            }
        }
    }
}
