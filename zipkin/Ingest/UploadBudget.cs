namespace ZipkinMesh.Zipkin.Ingest;

/// <summary>
/// Limits the memory of the messages that are being received. When it is exhausted, the upload that began first gives way: usual messages
/// arrive within milliseconds, so many slow uploads can't keep others out.
/// </summary>
/// <param name="maxBytes">The memory of all messages.</param>
internal sealed class UploadBudget(long maxBytes)
{
    private readonly Lock _lock = new();

    // The uploads that are not complete, in the order in which they began.
    private readonly LinkedList<Upload> _incomplete = [];
    private long _bytes;

    private long MaxBytes => maxBytes;

    /// <summary>Begins an upload, which must be disposed of.</summary>
    /// <param name="aborted">Cancels the upload.</param>
    public Upload Begin(CancellationToken aborted)
    {
        var upload = new Upload(this, aborted);
        lock (_lock)
        {
            upload.Node = _incomplete.AddLast(upload);
        }

        return upload;
    }

    /// <summary>One message that is being received, or waits until it is decoded.</summary>
    internal sealed class Upload(UploadBudget budget, CancellationToken aborted) : IDisposable
    {
        private readonly CancellationTokenSource _cancel = CancellationTokenSource.CreateLinkedTokenSource(aborted);
        private long _taken;

        /// <summary>Gets or sets the place among the incomplete uploads; null when the upload is complete.</summary>
        public LinkedListNode<Upload>? Node { get; set; }

        /// <summary>Gets a token that is canceled when the upload must give way, or when its connection is closed.</summary>
        public CancellationToken Canceled => _cancel.Token;

        /// <summary>Gets a value indicating whether the upload gave way to others.</summary>
        public bool GaveWay { get; private set; }

        /// <summary>Takes memory for more bytes; returns false when there is none, and no older upload to take it from.</summary>
        public bool TryGrow(int bytes)
        {
            lock (budget._lock)
            {
                if (GaveWay)
                {
                    return false;
                }

                _taken += bytes;
                budget._bytes += bytes;
                while (budget._bytes > budget.MaxBytes)
                {
                    if (budget._incomplete.First is not { } oldest || oldest.Value == this)
                    {
                        Release();
                        GaveWay = true;
                        return false;
                    }

                    oldest.Value.GiveWay();
                }

                return true;
            }
        }

        /// <summary>Marks the message as received: from now on it doesn't give way.</summary>
        public void Complete()
        {
            lock (budget._lock)
            {
                Leave();
            }
        }

        public void Dispose()
        {
            lock (budget._lock)
            {
                Release();
                _cancel.Dispose();
            }
        }

        private void GiveWay()
        {
            Release();
            GaveWay = true;
            _ = _cancel.CancelAsync();
        }

        private void Release()
        {
            Leave();
            budget._bytes -= _taken;
            _taken = 0;
        }

        private void Leave()
        {
            if (Node is not null)
            {
                budget._incomplete.Remove(Node);
                Node = null;
            }
        }
    }
}
