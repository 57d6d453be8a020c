using System.Diagnostics;

namespace ZipkinMesh.Exporter.Spans;

/// <summary>
/// Writes the attributes, the status and the scope of a span as tags, and the remote endpoint that the attributes name.
/// </summary>
internal ref struct ActivityTags(JsonBuffer json)
{
    private const string StatusCode = "otel.status_code";
    private const string StatusDescription = "otel.status_description";
    private const string Error = "error";

    private RemoteEndpoint _remote = new();
    private ReadOnlySpan<byte> _before = ",\"tags\":{"u8;
    private bool _hasAny;
    private string? _statusCode;
    private string? _statusDescription;

    public void Write(Activity span)
    {
        foreach (ref readonly var tag in span.EnumerateTagObjects())
        {
            AddAttribute(tag.Key, tag.Value);
        }

        AddStatus(span);
        AddScope(span.Source);
        if (_hasAny)
        {
            json.Add("}"u8);
        }

        if (span.Kind is ActivityKind.Client or ActivityKind.Producer && _remote.Name is { } name)
        {
            json.Add(",\"remoteEndpoint\":{\"serviceName\":"u8);
            json.AddText(name);
            json.Add("}"u8);
        }
    }

    private void AddAttribute(string key, object? value)
    {
        switch (key)
        {
            case StatusCode:
                _statusCode = value as string;
                return;
            case StatusDescription:
                _statusDescription = value as string;
                break;
            case Error:
                // Zipkin takes a span with this tag for failed, whatever its value is. Only the status decides.
                return;
        }

        _remote.Add(key, value);
        Add(key, AttributeText.Of(value));
    }

    // The status of the activity comes first; older instrumentation sets attributes instead.
    private void AddStatus(Activity span)
    {
        var (code, description) = span.Status switch
        {
            ActivityStatusCode.Ok => ("OK", null),
            ActivityStatusCode.Error => ("ERROR", span.StatusDescription),
            _ => (_statusCode?.ToUpperInvariant(), _statusDescription),
        };
        if (code is "OK" or "ERROR")
        {
            Add(StatusCode, code);
        }

        if (code is "ERROR")
        {
            Add(Error, description ?? "");
        }
    }

    private void AddScope(ActivitySource source)
    {
        if (source.Name.Length == 0)
        {
            return;
        }

        Add("otel.scope.name", source.Name);
        Add("otel.library.name", source.Name);
        if (source.Version is { Length: > 0 } version)
        {
            Add("otel.scope.version", version);
            Add("otel.library.version", version);
        }
    }

    private void Add(string key, string? text)
    {
        if (text is null)
        {
            return;
        }

        json.Add(_before);
        json.AddText(key);
        json.Add(":"u8);
        json.AddText(text);
        _before = ","u8;
        _hasAny = true;
    }
}
