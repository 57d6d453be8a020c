namespace ZipkinMesh.Proxy.Upstreams.Http1;

/// <summary>Reads from a connection up to the head of the final response. Interim responses are dropped, as Envoy does.</summary>
internal struct ResponseHeadReader(Exchange exchange)
{
    // Envoy has no other limit than the route's timeout.
    private const int MaxInterimResponses = 1000;

    private readonly Http1Connection _connection = exchange.Connection;
    private int _scanned;
    private int _interimCount;

    /// <summary>Parses the head into the connection's <see cref="Http1Connection.Head"/>.</summary>
    /// <returns>False when more data must be received; <see cref="Received"/> follows.</returns>
    /// <exception cref="ResponseProtocolException">The head isn't valid.</exception>
    public bool TryRead()
    {
        while (_connection.Buffered.Length > 0)
        {
            var data = _connection.Buffered;
            ResponseHeadParser.CheckStart(data);
            var end = ResponseHeadParser.FindEnd(data, ref _scanned);
            if ((end < 0 ? data.Length : end) > ResponseHeadParser.MaxLength)
            {
                throw new ResponseProtocolException($"The head of the response has more than {ResponseHeadParser.MaxLength} bytes.");
            }

            if (end < 0)
            {
                return false;
            }

            var head = _connection.Head;
            ResponseHeadParser.Parse(data[..end], head);
            _connection.Consume(end);
            _scanned = 0;
            if (head.Status is >= 200 or 101)
            {
                return true;
            }

            SkipInterim(head.Status);
        }

        return false;
    }

    /// <summary>Takes data that the connection has received.</summary>
    public readonly void Received(int count)
    {
        if (count == 0)
        {
            throw _connection.Buffered.Length > 0
                ? new ResponseProtocolException("The upstream closed the connection in the head of the response.")
                : new HttpIOException(HttpRequestError.ResponseEnded, "The upstream closed the connection without responding.");
        }

        _connection.Commit(count);
    }

    private void SkipInterim(int status)
    {
        if (++_interimCount > MaxInterimResponses)
        {
            throw new ResponseProtocolException($"The upstream sent more than {MaxInterimResponses} interim responses.");
        }

        if (status == 100)
        {
            exchange.Body?.Start();
        }
    }
}
