using System.Net;
using System.Text;
using ZipkinMesh.Proxy.Admin.Commands;
using ZipkinMesh.Proxy.Admin.Pages;

namespace ZipkinMesh.Proxy.Admin;

/// <summary>Makes the page with all commands: links, and forms for commands that have parameters or change the state.</summary>
internal static class HomePage
{
    public static AdminPage Create(IEnumerable<AdminCommand> commands)
    {
        var html = new StringBuilder("<main>\n<h1>Zipkin mesh admin</h1>\n<ul>\n");
        foreach (var command in commands)
        {
            WriteCommand(html, command);
        }

        return new AdminPage("Zipkin mesh admin", html.Append("</ul>\n</main>").ToString());
    }

    // Addresses are relative, so that the page works behind a prefix.
    private static void WriteCommand(StringBuilder html, AdminCommand command)
    {
        var name = command.Path[1..];
        var help = WebUtility.HtmlEncode(command.Help);
        if (name.Length == 0)
        {
            return;
        }

        html.Append("<li>\n");
        if (command is { ChangesState: false, Parameters: [] })
        {
            html.Append($"<h2><a href=\"{name}\">{command.Path}</a></h2>\n<p>{help}</p>\n</li>\n");
            return;
        }

        var id = name.Replace('/', '-');
        html.Append($"<h2 id=\"{id}\">{(command.ChangesState ? command.Path : $"<a href=\"{name}\">{command.Path}</a>")}</h2>\n<p>{help}</p>\n");
        if (command.TakesOneParameter)
        {
            foreach (var parameter in command.Parameters)
            {
                WriteForm(html, command, id, [parameter]);
            }
        }
        else
        {
            WriteForm(html, command, id, command.Parameters);
        }

        html.Append("</li>\n");
    }

    private static void WriteForm(StringBuilder html, AdminCommand command, string id, IReadOnlyList<AdminParameter> parameters)
    {
        var (method, action) = command.ChangesState ? ("post", "Run") : ("get", "Show");
        html.Append($"<form action=\"{command.Path[1..]}\" method=\"{method}\">\n");
        foreach (var parameter in parameters)
        {
            WriteParameter(html, $"{id}-{parameter.Name}", parameter);
        }

        html.Append($"<button aria-describedby=\"{id}\">{action}</button>\n</form>\n");
    }

    private static void WriteParameter(StringBuilder html, string id, AdminParameter parameter)
    {
        html.Append($"<div><label for=\"{id}\">{parameter.Name}</label>");
        if (parameter.IsFlag)
        {
            html.Append($"<input type=\"checkbox\" id=\"{id}\" name=\"{parameter.Name}\" aria-describedby=\"{id}-help\">");
        }
        else if (parameter.Choices.Count > 0)
        {
            html.Append($"<select id=\"{id}\" name=\"{parameter.Name}\" aria-describedby=\"{id}-help\">")
                .AppendJoin("", parameter.Choices.Select(choice => $"<option>{WebUtility.HtmlEncode(choice)}</option>"))
                .Append("</select>");
        }
        else
        {
            html.Append($"<input type=\"text\" id=\"{id}\" name=\"{parameter.Name}\" autocomplete=\"off\" spellcheck=\"false\" aria-describedby=\"{id}-help\">");
        }

        html.Append($"<small id=\"{id}-help\">{WebUtility.HtmlEncode(parameter.Help)}</small></div>\n");
    }
}
