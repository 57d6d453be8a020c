using System.Net;
using System.Security.Cryptography;
using System.Text;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin.Pages;

/// <summary>
/// Represents a page of the admin interface: one document with its style and its script, so that a proxy that allows a single path serves all
/// of it. The Content-Security-Policy allows these two by their hashes, and nothing else.
/// </summary>
internal sealed class AdminPage
{
    private readonly byte[] _html;
    private readonly string _securityPolicy;

    /// <summary>Creates a page.</summary>
    /// <param name="title">The title.</param>
    /// <param name="body">The content as HTML.</param>
    /// <param name="style">The name of an embedded style sheet that follows <c>admin.css</c>; null for none.</param>
    /// <param name="script">The name of an embedded script; null for none.</param>
    public AdminPage(string title, string body, string? style = null, string? script = null)
    {
        var css = ReadResource("admin.css") + (style is null ? "" : ReadResource(style));
        var js = script is null ? "" : ReadResource(script);
        _securityPolicy = $"default-src 'none'; style-src {HashOf(css)}; img-src data:; "
            + (script is null ? "" : $"script-src {HashOf(js)}; connect-src 'self'; ")
            + "base-uri 'none'; form-action 'self'; frame-ancestors 'none'";
        _html = Encoding.UTF8.GetBytes($"""
            <!DOCTYPE html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <title>{WebUtility.HtmlEncode(title)}</title>
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <meta name="color-scheme" content="light dark">
            <link rel="icon" href="data:,">
            <style>{css}</style>
            </head>
            <body>
            {body}
            {(script is null ? "" : $"<script>{js}</script>")}
            </body>
            </html>

            """);
    }

    public Task RespondAsync(AdminRequest request)
    {
        var headers = request.Context.Response.Headers;
        headers.ContentSecurityPolicy = _securityPolicy;
        headers["Referrer-Policy"] = "same-origin";
        return request.RespondAsync(StatusCodes.Status200OK, "text/html; charset=UTF-8", _html);
    }

    private static string HashOf(string text) => $"'sha256-{Convert.ToBase64String(SHA256.HashData(Encoding.UTF8.GetBytes(text)))}'";

    private static string ReadResource(string name)
    {
        using var stream = typeof(AdminPage).Assembly.GetManifestResourceStream(name)!;
        using var reader = new StreamReader(stream);
        return reader.ReadToEnd();
    }
}
