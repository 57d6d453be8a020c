using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using ZipkinMesh.Proxy.Admin.Commands;

namespace ZipkinMesh.Proxy.Admin.ConfigDump;

/// <summary>Shows the effective configuration as Envoy's <c>envoy.admin.v3.ConfigDump</c>, and parts of it.</summary>
internal sealed class ConfigDumpCommand(EffectiveConfiguration configuration)
    : AdminCommand("/config_dump", "dump current configs", Resource, Mask, NameRegex, IncludeEds)
{
    // Envoy's responses to invalid parameters have no charset.
    private const string ErrorType = "text/plain";

    private static readonly AdminParameter Resource = new("resource", "The resource to dump");

    private static readonly AdminParameter Mask = new(
        "mask",
        "The mask to apply. When both resource and mask are specified, the mask is applied to every element in the desired repeated field so that "
        + "only a subset of fields are returned. The mask is parsed as a Protobuf::FieldMask");

    private static readonly AdminParameter NameRegex = new(
        "name_regex",
        "Dump only the currently loaded configurations whose names match the specified regex. Can be used with both resource and mask query parameters");

    private static readonly AdminParameter IncludeEds = new(
        "include_eds",
        "Dump currently loaded configuration including EDS. See the response definition for more information")
    { IsFlag = true };

    public override Task RunAsync(AdminRequest request)
    {
        var regex = request.Find(NameRegex.Name);
        if (!NameFilter.TryParse(regex, isFullMatch: true, out var names, out var problem))
        {
            return FailAsync(request, StatusCodes.Status400BadRequest, $"INVALID_ARGUMENT: Error while parsing name_regex from {regex}: {problem}");
        }

        var sections = configuration.Dump(names, request.Has(IncludeEds.Name));
        var mask = request.Find(Mask.Name) is { Length: > 0 } paths ? paths : null;
        return request.Find(Resource.Name) is { Length: > 0 } resource
            ? DumpResourceAsync(request, sections, resource, mask)
            : DumpAsync(request, sections, mask);
    }

    private static Task DumpAsync(AdminRequest request, IEnumerable<ConfigSection> sections, string? mask)
    {
        var configs = sections.Select(section => section.ToJson());
        if (mask is null)
        {
            return RespondAsync(request, configs);
        }

        var masked = configs.Select(new FieldMask(mask).Apply).OfType<JsonObject>().ToList();
        return masked.Count > 0
            ? RespondAsync(request, masked)
            : FailAsync(request, StatusCodes.Status400BadRequest, $"FieldMask {mask} could not be successfully applied to any configs.");
    }

    private static Task DumpResourceAsync(AdminRequest request, IReadOnlyList<ConfigSection> sections, string resource, string? mask)
    {
        if (sections.Any(section => section.Fields.ContainsKey(resource)))
        {
            return FailAsync(
                request, StatusCodes.Status400BadRequest, $"{resource} is not a repeated field. Use ?mask={resource} to get only this field");
        }

        if (sections.FirstOrDefault(section => section.Lists.Contains(resource)) is not { } section)
        {
            return FailAsync(request, StatusCodes.Status404NotFound, $"{resource} not found in config dump");
        }

        var elements = section.ElementsOf(resource).ToList();
        if (mask is null)
        {
            return RespondAsync(request, elements);
        }

        var masked = elements.Select(new FieldMask(mask).Apply).OfType<JsonObject>().ToList();
        return masked.Count == elements.Count
            ? RespondAsync(request, masked)
            : FailAsync(request, StatusCodes.Status400BadRequest, $"FieldMask {mask} could not be successfully used.");
    }

    private static Task FailAsync(AdminRequest request, int status, string problem) =>
        request.RespondAsync(status, ErrorType, Encoding.UTF8.GetBytes(problem));

    private static Task RespondAsync(AdminRequest request, IEnumerable<JsonObject> configs) => request.RespondAsync(json =>
    {
        json.WriteStartObject();
        JsonObject[] all = [.. configs];
        if (all.Length > 0)
        {
            json.WriteStartArray("configs");
            Array.ForEach(all, config => config.WriteTo(json));
            json.WriteEndArray();
        }

        json.WriteEndObject();
    });
}
