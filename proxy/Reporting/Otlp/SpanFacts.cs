namespace ZipkinMesh.Proxy.Reporting.Otlp;

/// <summary>Holds the tags of a span that OpenTelemetry's conventions have other names or values for.</summary>
internal struct SpanFacts
{
    public string? Method { get; private set; }

    public string? Url { get; private set; }

    public string? Protocol { get; private set; }

    public string? UserAgent { get; private set; }

    public string? PeerAddress { get; private set; }

    /// <summary>Gets the destination of a try to forward a request, which such a span has as its peer, too.</summary>
    public string? UpstreamAddress { get; private set; }

    public string? RetryCount { get; private set; }

    public string? Status { get; private set; }

    /// <summary>Gets the status of a gRPC call, which the span keeps as a tag as well.</summary>
    public string? GrpcStatus { get; private set; }

    public bool IsError { get; private set; }

    /// <summary>Gets the response flags, which the span keeps as a tag as well.</summary>
    public string? Flags { get; private set; }

    /// <summary>Takes a tag.</summary>
    /// <returns>False when the tag keeps its name.</returns>
    public bool Take(string name, string value)
    {
        switch (name)
        {
            case "http.method":
                Method = value;
                return true;
            case "http.url":
                Url = value;
                return true;
            case "http.protocol":
                Protocol = ValueOf(value);
                return true;
            case "user_agent":
                UserAgent = ValueOf(value);
                return true;
            case "upstream_address":
                UpstreamAddress = value;
                return true;
            case "retry.count":
                RetryCount = value;
                return true;
            case "peer.address":
                PeerAddress = value;
                return true;
            case "http.status_code":
                Status = value;
                return true;
            case "error":
                IsError = value is "true";
                return true;
            case "grpc.status_code":
                GrpcStatus = value;
                return false;
            case "response_flags":
                Flags = ValueOf(value);
                return false;
            default:
                return false;
        }
    }

    private static string? ValueOf(string value) => value is "-" ? null : value;
}
