FLASK_APP=server.flask_app:create_app
