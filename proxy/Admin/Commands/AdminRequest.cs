using System.Buffers;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using Microsoft.AspNetCore.Http;

namespace ZipkinMesh.Proxy.Admin.Commands;

/// <summary>Represents a request to the admin interface, with its parameters and the ways to respond.</summary>
/// <param name="context">The request.</param>
/// <param name="parameters">The parameters in their order; one without <c>=</c> has an empty value.</param>
internal sealed class AdminRequest(HttpContext context, IReadOnlyList<KeyValuePair<string, string>> parameters)
{
    public const string PlainText = "text/plain; charset=UTF-8";
    public const string Json = "application/json";

    // The layout of Envoy's JSON.
    private static readonly JsonWriterOptions Layout = new() { Indented = true, IndentSize = 1, Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public HttpContext Context { get; } = context;

    /// <summary>Gets the parameters of the query, or of a form in the body when there is no query.</summary>
    public IReadOnlyList<KeyValuePair<string, string>> Parameters { get; } = parameters;

    public CancellationToken Aborted => Context.RequestAborted;

    /// <summary>Returns the first value of a parameter; null when the request doesn't have it.</summary>
    public string? Find(string name)
    {
        foreach (var (key, value) in Parameters)
        {
            if (key == name)
            {
                return value;
            }
        }

        return null;
    }

    public bool Has(string name) => Find(name) is not null;

    public Task RespondAsync(string text) => RespondAsync(StatusCodes.Status200OK, text);

    public Task RespondAsync(int status, string text) => RespondAsync(status, PlainText, Encoding.UTF8.GetBytes(text));

    public async Task RespondAsync(int status, string contentType, ReadOnlyMemory<byte> body)
    {
        Context.Response.StatusCode = status;
        Context.Response.ContentType = contentType;
        Context.Response.ContentLength = body.Length;
        await Context.Response.Body.WriteAsync(body, Aborted);
    }

    /// <summary>Responds with a JSON document in Envoy's layout.</summary>
    public async Task RespondAsync(Action<Utf8JsonWriter> write)
    {
        var body = new ArrayBufferWriter<byte>();
        await using (var json = new Utf8JsonWriter(body, Layout))
        {
            write(json);
        }

        body.Write("\n"u8);
        await RespondAsync(StatusCodes.Status200OK, Json, body.WrittenMemory);
    }
}
